import type { FieldRefusal } from './refusal.ts';

/** Controls, lone surrogates, and the characters that embed, isolate or override the direction of text. */
const FORBIDDEN = /[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]/u;
/** Line breaks of every system, of which all but two are controls too. */
const LINE_BREAK = /[\n\r\u0085\u2028\u2029\v\f]/u;
/**
 * Characters that show nothing by themselves: format characters, blanks, whatever Unicode lets a font leave out
 * (fillers of Hangul, variation selectors, tags), marks without a letter, the empty Braille pattern.
 */
const INVISIBLE = /^[\s\p{Cf}\p{Z}\p{M}\p{Default_Ignorable_Code_Point}\u2800]+$/u;

/**
 * The reason why a text cannot be taken: a line break, a character that cannot be stored or that changes how the text
 * around it reads, or nothing that could be seen. Undefined for good text; empty text and blanks are judged by schemas.
 */
function textProblem(text: string): 'input.lineBreak' | 'input.controlCharacter' | 'input.invisible' | undefined {
  if (LINE_BREAK.test(text)) return 'input.lineBreak';
  if (FORBIDDEN.test(text)) return 'input.controlCharacter';
  return text.trim() !== '' && INVISIBLE.test(text) ? 'input.invisible' : undefined;
}

/** Inputs are a few levels deep. A request may have thousands, on which a function that calls itself would fail. */
const DEPTH_MAX = 30;

/** True for a value that is deeper than any input of the portal. */
export function isTooDeep(value: unknown, depth = 0): boolean {
  if (depth > DEPTH_MAX) return true;
  if (Array.isArray(value)) return value.some((item) => isTooDeep(item, depth + 1));
  return isPlainObject(value) && Object.values(value).some((inner) => isTooDeep(inner, depth + 1));
}

/**
 * The refused texts of an operation's parsed input, at any depth, names of files included. Every field of the portal is
 * a single line; a field of several lines, should one come, needs an exception here that names it. A value that is
 * deeper than any input is refused as such.
 */
export function textRefusals(value: unknown, path: readonly string[] = []): FieldRefusal[] {
  if (path.length > DEPTH_MAX) return [{ path: path[0] ?? '', code: 'input.invalidValue' }];
  if (typeof value === 'string') return refusalOf(value, path);
  if (value instanceof File) return refusalOf(value.name, path);
  if (Array.isArray(value)) return value.flatMap((item, index) => textRefusals(item, [...path, String(index)]));
  if (!isPlainObject(value)) return [];
  return Object.entries(value).flatMap(([name, inner]) => [
    ...refusalOf(name, [...path, name]),
    ...textRefusals(inner, [...path, name]),
  ]);
}

function refusalOf(text: string, path: readonly string[]): FieldRefusal[] {
  const code = textProblem(text);
  return code === undefined ? [] : [{ path: path.join('.'), code }];
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}
