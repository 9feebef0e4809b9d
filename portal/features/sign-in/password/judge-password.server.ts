import type { ZxcvbnFactory } from '@zxcvbn-ts/core';
import { isMainlyNames, plainLetters } from '../rules.ts';

/** A password takes at least so many guesses of somebody who tries the likeliest first. */
const GUESSES_MIN = 1e9;
/** So many characters are judged: what is strong by then is strong, and a longer text would take seconds. */
const JUDGED_LENGTH_MAX = 40;

/**
 * Returns the fault of a password of the right length, if any. No rules of composition: they make passwords worse.
 *
 * @param names  of the person, the company and the product, see `namesIn`
 * @source NIST SP 800-63B, 5.1.1.2: compare with commonly used values, repetitions and context-specific words such as
 *   the name
 */
export async function judgePassword(
  password: string,
  names: readonly string[],
): Promise<'passwordCommon' | 'passwordHasName' | undefined> {
  if (isMainlyNames(password, names)) return 'passwordHasName';
  const estimator = await loadEstimator();
  return estimator.check(plainLetters(password), [...names]).guesses < GUESSES_MIN ? 'passwordCommon' : undefined;
}

let estimatorLoaded: Promise<ZxcvbnFactory> | undefined;

/** The lists of common passwords and words are megabytes: they are read when the first password is chosen. */
function loadEstimator(): Promise<ZxcvbnFactory> {
  estimatorLoaded ??= buildEstimator();
  return estimatorLoaded;
}

async function buildEstimator(): Promise<ZxcvbnFactory> {
  const [{ ZxcvbnFactory }, common, italian, english] = await Promise.all([
    import('@zxcvbn-ts/core'),
    import('@zxcvbn-ts/language-common'),
    import('@zxcvbn-ts/language-it'),
    import('@zxcvbn-ts/language-en'),
  ]);
  return new ZxcvbnFactory({
    dictionary: {
      passwords: common.dictionary['passwords-common'],
      wordsItalian: italian.dictionary.commonWords,
      firstNamesItalian: italian.dictionary.firstnames,
      lastNamesItalian: italian.dictionary.lastnames,
      wordsEnglish: english.dictionary['commonWords-en'],
      firstNamesEnglish: english.dictionary['firstnames-en'],
    },
    graphs: common.adjacencyGraphs,
    maxLength: JUDGED_LENGTH_MAX,
    l33tMaxSubstitutions: 20,
  });
}
