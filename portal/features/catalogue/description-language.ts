/**
 * The language that a description is written in, whatever that of its reader is. What the provider fulfils by hand is described in
 * Italian. Guess: what Microsoft sells, in English; its price sheet is asked for by market alone, and those that were seen are English.
 *
 * @param vendor  of the product
 * @source Partner Center, "Get a price sheet": `Market`, no language
 */
export function descriptionLanguage(vendor: string): 'en' | 'it' {
  return vendor === 'microsoft' ? 'en' : 'it';
}
