import type { Services } from '#platform/operation.server.ts';
import { type FieldRefusal, Refusal } from '#platform/refusal.ts';
import { addressProblem, partnerDomainsOf } from './rules.ts';

/**
 * Refuses e-mail addresses that Microsoft does not take for people of a customer.
 *
 * @param addresses  by the path of their field
 * @param newDomain  of a tenant that is still to be made; undefined for one that exists
 * @throws Refusal `input.invalid`
 */
export function refuseAddresses(
  { brand, mailFrom }: Services,
  addresses: Readonly<Record<string, string>>,
  newDomain: string | undefined,
): void {
  const partnerDomains = partnerDomainsOf([mailFrom, ...Object.values(brand.supportEmail)]);
  const faults = Object.entries(addresses).flatMap(([path, email]): FieldRefusal[] => {
    const code = addressProblem(email, { newDomain, partnerDomains });
    return code === undefined ? [] : [{ path, code, facts: { domain: newDomain ?? '' } }];
  });
  if (faults.length > 0) throw new Refusal('input.invalid', {}, faults);
}
