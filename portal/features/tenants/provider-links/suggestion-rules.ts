/** The number without country, blanks and signs: `IT 0074 3110157` and `00743110157` are equal. */
export function isSameNumber(
  vatNumber: string | null,
  registrationNumber: string | undefined,
  country: string,
): boolean {
  const plain = (text: string) =>
    text
      .toUpperCase()
      .replaceAll(/[^A-Z0-9]/g, '')
      .replace(new RegExp(`^${country.toUpperCase()}`), '');
  if (vatNumber === null || registrationNumber === undefined) return false;
  return plain(vatNumber) !== '' && plain(vatNumber) === plain(registrationNumber);
}

/** Names of companies are equal without case, accents, signs and the legal form. */
export function isSameName(name: string, other: string | undefined): boolean {
  const plain = plainNameOf(name);
  return other !== undefined && plain !== '' && plain === plainNameOf(other);
}

/** The first word of a company's name, by which customers are searched; undefined when it says too little. */
export function searchedNameOf(name: string): string | undefined {
  const [word = ''] = name.trim().split(/\s+/);
  return word.length >= 3 ? word : undefined;
}

const LEGAL_FORMS = /^(srl|srls|spa|sapa|sas|snc|ss|scarl|scrl|coop|onlus|ets|gmbh|ag|ltd|llc|inc|sa|sarl|bv)$/;

function plainNameOf(name: string): string {
  const words = name
    .normalize('NFKD')
    .replaceAll(/[\p{M}.]/gu, '')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
  return words.filter((word, index) => index === 0 || index < words.length - 1 || !LEGAL_FORMS.test(word)).join(' ');
}
