import { createContext } from 'react';

/** The nonce of the answer that is being rendered; undefined in the browser, where nothing inline is added. */
export const NonceContext = createContext<string | undefined>(undefined);

/**
 * The style attributes that Base UI writes into pages on the server, by their hashes: the hidden inputs of its number
 * field and combobox. The end-to-end test of the policy shows when a version writes others.
 */
const STYLE_ATTRIBUTE_HASHES = [
  "'sha256-qEKUM5Nf3NMojcHSmLZ+c8ntxh6x/5XWh7iOAHlGAkI='",
  "'sha256-5F9GrKBhqyaNOeYUtJnXqF6zx18El+yIK5QJdjPDOus='",
  "'sha256-E7KU2HamquM0INXwJhodcL6dFafMyOUw68tSN0rievA='",
];

/**
 * The Content-Security-Policy of a page: scripts and styles from this origin, or with the nonce of this answer; no
 * other inline script or style element, and no style attribute beside those listed above. Scripts may set single style
 * properties, which is not inline style.
 */
export function pagePolicy(nonce: string): string {
  return [
    "default-src 'none'",
    `script-src 'self' 'nonce-${nonce}'`,
    `style-src 'self' 'nonce-${nonce}'`,
    `style-src-attr 'unsafe-hashes' ${STYLE_ATTRIBUTE_HASHES.join(' ')}`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join('; ');
}

/** The policy of every answer that is no page: nothing is loaded, framed or submitted from it. */
export const CLOSED_POLICY = "default-src 'none'; form-action 'none'; frame-ancestors 'none'; base-uri 'none'";
