import { Refusal } from '#platform/refusal.ts';

/** @throws Refusal when the length of a codice destinatario is not that of the kind of buyer */
export function checkRecipient(given: Readonly<{ recipientCode: string | null; isPublicBody: boolean }>): void {
  const { recipientCode, isPublicBody } = given;
  if (recipientCode === null || recipientCode.length === (isPublicBody ? 6 : 7)) return;
  const code = isPublicBody ? 'input.notPublicCode' : 'input.notPrivateCode';
  throw new Refusal('input.invalid', {}, [{ path: 'recipientCode', code }]);
}
