/**
 * Letters that look like a Latin one, each above the letter that it is compared as: Cyrillic, Greek, Armenian, then
 * Latin ones of other alphabets and digits. Lower case only, because logins are lower case; the migration
 * `0021-logins-and-addresses.sql` has the same two lines, and a test compares them.
 *
 * @source Unicode Technical Standard 39, confusables.txt, single letters; sequences such as "rn" for "m" are left out,
 *   because names such as Bernardi and Bemardi are both real
 */
export const LOOK_ALIKES = 'авекмнорстухгьіїѕјһԁԛԝѵӏёαβεζηικμνορσςτυχγօսոհցյզıɑɡɩʋ01';
export const LATIN = 'abekmhopctyxrbiisjhdqwvleabeznikuvopoctuxyounhgjqiagivol';

const LATIN_OF = new Map([...LOOK_ALIKES].map((letter, index) => [letter, LATIN[index] ?? letter]));

/** The form in which a login is stored: one way to write it, lower case. */
export function storedLogin(typed: string): string {
  return typed.trim().normalize('NFKC').toLowerCase().normalize('NFKC');
}

/** The form in which logins are compared: two that look alike are the same login. */
export function loginKeyOf(typed: string): string {
  return [...storedLogin(typed)].map((letter) => LATIN_OF.get(letter) ?? letter).join('');
}
