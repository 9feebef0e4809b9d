/** A pattern for `like` and `ilike` that finds a text anywhere, its wildcards taken literally. */
export function likePattern(text: string): string {
  return `%${text.replaceAll(/[\\%_]/g, '\\$&')}%`;
}
