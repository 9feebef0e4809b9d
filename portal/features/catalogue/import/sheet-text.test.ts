import { expect, test } from 'vitest';
import { readSheetText } from './sheet-text.ts';

test('a file in one chunk is read in pieces, with letters that lie across two of them, while others run', async () => {
  const text = 'è,€\n'.repeat(100_000);
  let turnsOfOthers = 0;
  const others = setInterval(() => {
    turnsOfOthers += 1;
  }, 0);
  const pieces: string[] = [];
  try {
    for await (const piece of readSheetText(new File([text], 'sheet.csv'))) pieces.push(piece);
  } finally {
    clearInterval(others);
  }
  expect(pieces.join('')).toBe(text);
  expect(Math.max(...pieces.map((piece) => piece.length))).toBeLessThanOrEqual(64 * 1024);
  expect(turnsOfOthers).toBeGreaterThan(1);
});
