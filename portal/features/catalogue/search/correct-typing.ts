import { gte, sql } from 'drizzle-orm';
import type { Tx } from '#platform/database.server.ts';
import { searchWord } from '../tables.ts';
import { typingDistance } from './typing-distance.ts';

/** Shorter words are similar to too many others. */
const CORRECTED_LENGTH_MIN = 4;

/** Replaces each word by the known word that was most likely meant; a word similar to none stays as it is. */
export async function correctTyping(tx: Tx, words: readonly string[]): Promise<string[]> {
  const shortest = Math.max(CORRECTED_LENGTH_MIN - 1, Math.min(...words.map((word) => word.length)) - 2);
  const rows = await tx
    .select({ word: searchWord.word })
    .from(searchWord)
    .where(gte(sql`length(${searchWord.word})`, shortest));
  const known = rows.map((row) => row.word);
  return words.map((word) => nearestWord(word, known) ?? word);
}

/**
 * The known word with the fewest typing errors between: one in words of four or five letters, two in longer ones. The
 * typed word may be only the beginning of it. Of equals, one of the same length goes first, then the alphabet decides.
 */
export function nearestWord(word: string, known: readonly string[]): string | undefined {
  if (word.length < CORRECTED_LENGTH_MIN) return undefined;
  const errorsMax = word.length <= 5 ? 1 : 2;
  let nearest: { word: string; errors: number } | undefined;
  for (const candidate of known) {
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
