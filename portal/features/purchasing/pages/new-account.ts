/** Fields of the step "Account Microsoft" about an account that does not exist yet; empty where nothing was entered. */
const FIELDS = ['domain', 'qualification', 'educationSegment', 'website', 'validationCode'] as const;
export type NewAccount = Readonly<Record<(typeof FIELDS)[number], string>>;

/** Reads it from a form, or from the address that carries it to the next step. */
export function readNewAccount(values: FormData | URLSearchParams): NewAccount {
  const text = (name: (typeof FIELDS)[number]) => String(values.get(name) ?? '').trim();
  // A list always sends a value, also where it does not apply.
  return {
    domain: text('domain'),
    qualification: text('qualification') || 'None',
    educationSegment: text('qualification') === 'Education' ? text('educationSegment') : '',
    website: text('website'),
    validationCode: text('validationCode'),
  };
}

/** Fields that the chosen qualification needs and that are empty; the next step requires them. */
export function missingFields({ qualification, website, validationCode }: NewAccount): (keyof NewAccount)[] {
  if (qualification === 'Education' && website === '') return ['website'];
  if (qualification === 'GovernmentCommunityCloud' && validationCode === '') return ['validationCode'];
  return [];
}
