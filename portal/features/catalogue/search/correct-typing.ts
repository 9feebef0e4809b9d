import { typingDistance } from './typing-distance.ts';

/** Shorter words are similar to too many others. */
const CORRECTED_LENGTH_MIN = 4;

/**
 * The known word with the fewest typing errors between: one in words of four or five letters, two in longer ones. The
 * typed word may be only the beginning of it. Of equals, one of the same length goes first, then the alphabet decides.
 */
export function nearestWord(word: string, known: Iterable<string>): string | undefined {
  if (word.length < CORRECTED_LENGTH_MIN) return undefined;
  const errorsMax = word.length <= 5 ? 1 : 2;
  const letters = [...new Set(word)];
  let nearest: { word: string; errors: number } | undefined;
  for (const candidate of known) {
    if (candidate.length < word.length - errorsMax || candidate.length < CORRECTED_LENGTH_MIN - 1) continue;
    if (isWithoutMoreThan(errorsMax, letters, candidate)) continue;
    const whole = typingDistance(word, candidate, errorsMax);
    // A beginning counts for less than a whole word.
    const beginning = typingDistance(word, candidate.slice(0, word.length), errorsMax) + 0.5;
    const errors = Math.min(whole, beginning);
    if (errors > errorsMax + 0.5) continue;
    if (nearest === undefined || errors < nearest.errors || (errors === nearest.errors && candidate < nearest.word))
      nearest = { word: candidate, errors };
  }
  return nearest?.word;
}

/** Each typing error brings at most one letter that the other word has not: this rules most words out at once. */
function isWithoutMoreThan(errorsMax: number, letters: readonly string[], candidate: string): boolean {
  let missing = 0;
  for (const letter of letters) {
    if (candidate.includes(letter)) continue;
    missing += 1;
    if (missing > errorsMax) return true;
  }
  return false;
}
