import { type PersonRow, sendSignInMail } from '#features/users/users.ts';
import type { MailContent } from '#platform/mail.server.ts';
import type { OperationContext } from '#platform/operation.server.ts';
import type { Translate } from '#ui/i18n.ts';
import { paths } from '#ui/paths.ts';
import { FEW_RECOVERY_CODES } from './few-recovery-codes.ts';

/** A change of a person's second factor that the person is told of. */
export type FactorChange =
  | Readonly<{ kind: 'appAdded' | 'appRemoved' | 'codesReplaced' | 'reset' }>
  | Readonly<{ kind: 'passkeyAdded' | 'passkeyRemoved'; passkeyName: string }>
  | Readonly<{ kind: 'codeUsed'; codesLeft: number }>;

/** Tells a person of a change of the second factor, so that a foreign one is noticed. */
export function sendFactorMail(context: OperationContext, reader: PersonRow, change: FactorChange): Promise<void> {
  const { brand, publicUrl } = context.services;
  return sendSignInMail(context, reader, (t) =>
    secondFactorMail(t, { reader, change, brandName: brand.name, publicUrl }),
  );
}

function secondFactorMail(
  t: Translate,
  facts: {
    reader: { firstName: string; login: string | null };
    change: FactorChange;
    brandName: string;
    publicUrl: string;
  },
): MailContent {
  const { reader, change, brandName } = facts;
  const login = reader.login ?? '';
  return {
    kind: 'signIn.secondFactorChanged',
    subject: t(`signIn.factorMail.${change.kind}.subject`, { brandName }),
    lead: leadOf(t, reader.firstName, change),
    paragraphs: [...fewCodesOf(t, change), t('signIn.factorMail.unexpected')],
    button: { label: t('signIn.factorMail.button'), url: `${facts.publicUrl}${paths.secondFactor()}` },
    details: [{ label: t('signIn.login'), value: login }],
    why: t('signIn.factorMail.why', { login }),
  };
}

function leadOf(t: Translate, firstName: string, change: FactorChange): string {
  switch (change.kind) {
    case 'passkeyAdded':
    case 'passkeyRemoved':
      return t(`signIn.factorMail.${change.kind}.lead`, { firstName, passkeyName: change.passkeyName });
    case 'codeUsed':
      return t('signIn.factorMail.codeUsed.lead', { firstName, codesLeft: change.codesLeft });
    default:
      return t(`signIn.factorMail.${change.kind}.lead`, { firstName });
  }
}

/** The advice to make new recovery codes, before the last one is used. */
function fewCodesOf(t: Translate, change: FactorChange): string[] {
  if (change.kind !== 'codeUsed' || change.codesLeft > FEW_RECOVERY_CODES) return [];
  return [t('signIn.factorMail.fewCodes', { codesLeft: change.codesLeft })];
}
