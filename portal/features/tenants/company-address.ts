import { isVatNumber } from '#features/accounts/accounts.ts';
import type { FieldRefusal } from '#platform/refusal.ts';
import type { CompanyInput } from './new-tenant-input.ts';
import { type Company, isItalianProvince } from './rules.ts';

/** The company data to store, with the country (ISO 3166 alpha-2) of the account. */
export function companyIn(country: string, typed: CompanyInput): Company {
  return { ...typed, country, vatNumber: typed.vatNumber?.replace(new RegExp(`^${country}`, 'i'), '') };
}

/**
 * The fields that do not have the form of the country's addresses and VAT numbers. The forms of Italy are known;
 * elsewhere Microsoft checks.
 */
export function companyFaults({ country, region, postalCode, vatNumber }: Company): FieldRefusal[] {
  if (country !== 'IT') return [];
  const faults: FieldRefusal[] = [];
  if (region === '') faults.push({ path: 'company.region', code: 'input.required' });
  else if (!isItalianProvince(region)) faults.push({ path: 'company.region', code: 'input.notProvince' });
  if (!/^\d{5}$/.test(postalCode)) faults.push({ path: 'company.postalCode', code: 'input.notPostalCode' });
  if (vatNumber !== undefined && !isVatNumber(vatNumber)) {
    faults.push({ path: 'company.vatNumber', code: 'input.notVatNumber' });
  }
  return faults;
}
