/**
 * Typing errors between two words: letters left out, added, mistaken for another, or two neighbours the wrong way
 * round.
 *
 * @param max  counting stops above it: the answer is then `Infinity`
 */
export function typingDistance(left: string, right: string, max: number): number {
  if (Math.abs(left.length - right.length) > max) return Number.POSITIVE_INFINITY;
  let beforeLast: number[] = [];
  let last = Array.from({ length: right.length + 1 }, (_, position) => position);
  for (let i = 1; i <= left.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= right.length; j += 1) {
      const mistaken = at(last, j - 1) + (left[i - 1] === right[j - 1] ? 0 : 1);
      let errors = Math.min(mistaken, at(last, j) + 1, at(row, j - 1) + 1);
      const isSwapped = i > 1 && j > 1 && left[i - 1] === right[j - 2] && left[i - 2] === right[j - 1];
      if (isSwapped) errors = Math.min(errors, at(beforeLast, j - 2) + 1);
      row.push(errors);
    }
    if (Math.min(...row) > max) return Number.POSITIVE_INFINITY;
    beforeLast = last;
    last = row;
  }
  const errors = at(last, right.length);
  return errors > max ? Number.POSITIVE_INFINITY : errors;
}

function at(row: readonly number[], position: number): number {
  return row[position] ?? Number.POSITIVE_INFINITY;
}
