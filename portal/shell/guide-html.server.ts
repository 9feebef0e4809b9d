import { Marked } from 'marked';

/** The address of the glossary is the same in every language: pages link to it. */
const GLOSSARY = { id: 'glossario', titles: ['Glossario', 'Glossary'] };

/** The guide as HTML: each heading has an address of its own, and the parts are listed. */
export function guideHtml(text: string): { html: string; parts: readonly { id: string; title: string }[] } {
  const parts: { id: string; title: string }[] = [];
  const markdown = new Marked({
    renderer: {
      heading({ tokens, depth, text: title }) {
        const id = GLOSSARY.titles.includes(title) ? GLOSSARY.id : addressOf(title);
        if (depth === 2) parts.push({ id, title });
        return `<h${depth} id="${id}">${this.parser.parseInline(tokens)}</h${depth}>\n`;
      },
    },
  });
  return { html: markdown.parse(text, { async: false }), parts };
}

function addressOf(title: string): string {
  return title
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{Mark}+/gu, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}
