import type { Sku } from '@licence-portal/partner-center';
import { AGREED, type OrderForm } from '#features/catalogue/catalogue.ts';

const ATTESTATION = 'attestation';

/**
 * The declaration to which the buyer must agree before Microsoft sells an SKU; null where there is none. For the known
 * type the sentence has the content of Microsoft's own; for another type it points to Microsoft's conditions.
 *
 * @source Partner Center, "Product resources", AttestationProperties
 */
export function attestationForm(attestation: Sku['attestationProperties']): OrderForm | null {
  if (attestation?.enforceAttestation !== true) return null;
  const label = SENTENCES[attestation.attestationType ?? ''] ?? OTHER;
  return [{ name: ATTESTATION, label, type: 'declaration', isRequired: true }];
}

/** The buyer's agreement as a field of a cart line. */
export function attestationOf(answers: Readonly<Record<string, string>> | null): { attestationAccepted?: true } {
  return answers?.[ATTESTATION] === AGREED ? { attestationAccepted: true } : {};
}

const OTHER = {
  it: 'Dichiaro di rispettare le condizioni che Microsoft pone per l’acquisto di questa licenza.',
  en: 'I confirm that the conditions which Microsoft sets for buying this licence are met.',
};

const SENTENCES: Readonly<Record<string, OrderForm[number]['label']>> = {
  Windows365: {
    it:
      'Dichiaro che ogni persona che usa Windows 365 Business con Windows Hybrid Benefit ha anche una copia valida di ' +
      'Windows 10 o 11 Pro installata sul proprio dispositivo di lavoro principale.',
    en:
      'I confirm that each person who uses Windows 365 Business with Windows Hybrid Benefit also has a valid copy of ' +
      'Windows 10 or 11 Pro installed on their main work device.',
  },
};
