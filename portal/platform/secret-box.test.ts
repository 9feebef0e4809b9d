import { expect, test } from 'vitest';
import { openSecretBox } from './secret-box.server.ts';

const box = openSecretBox('a secret of at least thirty-two characters');

test('opens what it sealed, and seals the same text differently each time', () => {
  const sealed = box.seal('perché no', 'microsoft.refreshToken');
  expect(sealed).not.toContain('perché');
  expect(box.open(sealed, 'microsoft.refreshToken')).toBe('perché no');
  expect(box.seal('perché no', 'microsoft.refreshToken')).not.toBe(sealed);
});

test('does not open for another purpose, another secret, or when a character was changed', () => {
  const sealed = box.seal('token', 'one');
  expect(() => box.open(sealed, 'two')).toThrow();
  expect(() => openSecretBox('another secret of at least thirty-two chars').open(sealed, 'one')).toThrow();
  const [version, nonce, text, tag] = sealed.split('.');
  expect(() => box.open([version, nonce, `${text?.slice(0, -2)}AA`, tag].join('.'), 'one')).toThrow();
  expect(() => box.open('plain text', 'one')).toThrow('not a text of the secret box');
});
