import { Link } from 'react-router';
import { Facts } from '#ui/facts.tsx';
import { useT } from '#ui/i18n.ts';
import { paths } from '#ui/paths.ts';
import { Section } from '#ui/section.tsx';
import { Status } from '#ui/status.tsx';
import type { VendorUser } from '../people/held-services.ts';
import { StateAtVendorText } from './state-at-vendor.tsx';

/** The accounts of a user at Microsoft: address, and whether they can sign in there. */
export function UserAtVendor({ userId, vendorUsers }: { userId: string; vendorUsers: readonly VendorUser[] }) {
  const t = useT();
  return (
    <Section title={t('licences.vendorUser.title')} intro={t('licences.vendorUser.intro')}>
      {vendorUsers.length === 0 ? null : (
        <Facts facts={vendorUsers.map((user) => ({ term: user.login, value: <SignIn user={user} /> }))} />
      )}
      <p>
        <Link to={paths.vendorUser(userId)}>{t('licences.vendorUser.open')}</Link>
      </p>
    </Section>
  );
}

function SignIn({ user: { isFound, isSignInAllowed, signIn } }: { user: VendorUser }) {
  const t = useT();
  if (signIn !== null && signIn.status !== 'done') return <StateAtVendorText state={signIn} of="signIn" />;
  if (isSignInAllowed === false) return <Status meaning="neutral">{t('licences.vendorUser.blocked')}</Status>;
  if (isFound) return <Status meaning="good">{t('licences.vendorUser.found')}</Status>;
  return <Status meaning="attention">{t('licences.vendorUser.notFound')}</Status>;
}
