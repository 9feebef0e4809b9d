import type { Sku } from '@licence-portal/partner-center';
import { AGREED, type OrderForm } from '#features/catalogue/catalogue.ts';

const ATTESTATION = 'attestation';

/**
 * What the buyer has to agree to before Microsoft sells an SKU; null where nothing. Of the known type the sentence says what
 * Microsoft's says; of another type it points to Microsoft's own conditions.
 *
 * @source Partner Center, "Product resources", AttestationProperties
 */
export function attestationForm(asked: Sku['attestationProperties']): OrderForm | null {
  if (asked?.enforceAttestation !== true) return null;
  const label = SENTENCES[asked.attestationType ?? ''] ?? OTHER;
  return [{ name: ATTESTATION, label, type: 'declaration', isRequired: true }];
}

/** The buyer's word in a line of the cart. */
export function attestationOf(answers: Readonly<Record<string, string>> | null): { attestationAccepted?: true } {
  return answers?.[ATTESTATION] === AGREED ? { attestationAccepted: true } : {};
}

const OTHER = {
  it: "Dichiaro di rispettare le condizioni che Microsoft pone per l'acquisto di questa licenza.",
  en: 'I confirm that the conditions which Microsoft sets for buying this licence are met.',
};

const SENTENCES: Readonly<Record<string, OrderForm[number]['label']>> = {
  Windows365: {
    it: 'Dichiaro che ogni persona che usa Windows 365 Business con Windows Hybrid Benefit ha anche una copia valida di Windows 10 o 11 Pro installata sul proprio dispositivo di lavoro principale.',
    en: 'I confirm that each person who uses Windows 365 Business with Windows Hybrid Benefit also has a valid copy of Windows 10 or 11 Pro installed on their main work device.',
  },
};
