import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT_FOLDER } from '#platform/root-folder.server.ts';

const CLIENT_FOLDER = join(ROOT_FOLDER, 'build', 'client');
const STYLE_SHEET_LINK = /<link(?: nonce="[^"]*")? rel="stylesheet" href="(\/assets\/[\w.-]+\.css)"\/>/g;

/**
 * A newcomer's browser has no style sheets yet, and it paints nothing before it has them: a round trip more. A page
 * that is opened from a page of ours finds them kept.
 */
export function needsStyles(request: Request): boolean {
  return request.headers.get('sec-fetch-site') !== 'same-origin';
}

/**
 * The HTML with the contents of its style sheets beside the links to them, which become those of the printer's medium:
 * the browser fetches such a sheet late and keeps it for the next pages, and React Router finds it loaded. React skips
 * the elements that it did not write.
 *
 * @param html  a whole page as React writes it
 */
export function withStyles(html: string, nonce: string): string {
  const headEnd = html.indexOf('</head>');
  if (headEnd === -1) return html;
  const head = html.slice(0, headEnd).replaceAll(STYLE_SHEET_LINK, (link, href: string) => {
    const styles = stylesOf(href);
    if (styles === undefined) return link;
    return `<style nonce="${nonce}">${styles}</style><link rel="stylesheet" href="${href}" media="print"/>`;
  });
  return head + html.slice(headEnd);
}

const kept = new Map<string, string | undefined>();

/** The contents of a built style sheet; undefined under the development server, which has none. */
function stylesOf(href: string): string | undefined {
  if (!kept.has(href)) {
    const file = join(CLIENT_FOLDER, href);
    kept.set(href, existsSync(file) ? readFileSync(file, 'utf8').trim() : undefined);
  }
  return kept.get(href);
}
