import { useT } from '#ui/i18n.ts';
import { Status } from '#ui/status.tsx';
import type { StateAtVendor } from '../people/held-services.ts';
import css from './state-at-vendor.module.css';

/** How far the vendor is with a licence or a sign-in, and if it refused, why and what to do next. */
export function StateAtVendorText({ state, of }: { state: StateAtVendor; of: 'licence' | 'signIn' | 'user' }) {
  const t = useT();
  const { status, failure, isWanted } = state;
  const word = t(`licences.atVendor.${of}.${isWanted ? 'wanted' : 'unwanted'}.${status}`);
  if (status === 'waiting') return <Status meaning="information">{word}</Status>;
  if (failure === null) return <Status meaning={isWanted ? 'good' : 'neutral'}>{word}</Status>;
  return (
    <>
      <Status meaning="danger">{word}</Status>
      <span className={css.failure}>{t(`licences.failure.${failure}.customer`)}</span>
    </>
  );
}
