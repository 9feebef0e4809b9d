/** What the step "Account Microsoft" asks about an account that is still to be made; empty where nothing was said. */
const FIELDS = ['domain', 'qualification', 'educationSegment', 'website', 'validationCode'] as const;
export type NewAccount = Readonly<Record<(typeof FIELDS)[number], string>>;

/** Reads it from a form, or from the address that carries it to the next step. */
export function readNewAccount(values: FormData | URLSearchParams): NewAccount {
  const text = (name: (typeof FIELDS)[number]) => String(values.get(name) ?? '').trim();
  // A list always sends a value, also where it is not asked for.
  return {
    domain: text('domain'),
    qualification: text('qualification') || 'None',
    educationSegment: text('qualification') === 'Education' ? text('educationSegment') : '',
    website: text('website'),
    validationCode: text('validationCode'),
  };
}

/** What the chosen qualification needs and was left empty; asked for before the next step begins. */
export function missingFields({ qualification, website, validationCode }: NewAccount): (keyof NewAccount)[] {
  if (qualification === 'Education' && website === '') return ['website'];
  if (qualification === 'GovernmentCommunityCloud' && validationCode === '') return ['validationCode'];
  return [];
}
