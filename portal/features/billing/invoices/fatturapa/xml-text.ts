/** An element of XML: its name, and its text or its children; what is undefined is left out. */
export type Element = readonly [name: string, content: string | readonly (Element | undefined)[]];

/** Writes an element with its children, one a line. */
export function xmlText([name, content]: Element, indent = ''): string {
  if (typeof content === 'string') return `${indent}<${name}>${escapeXml(content)}</${name}>`;
  const children = content.filter((child) => child !== undefined);
  return [`${indent}<${name}>`, ...children.map((child) => xmlText(child, `${indent}  `)), `${indent}</${name}>`].join(
    '\n',
  );
}

export function escapeXml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&apos;');
}
