import { createContext } from 'react';

/** The nonce of the answer that is being rendered; undefined in the browser, where nothing inline is added. */
export const NonceContext = createContext<string | undefined>(undefined);

/**
 * The Content-Security-Policy of a page: scripts and styles from this origin, or with the nonce of this answer; no other
 * inline script, style element or style attribute. Scripts may set single style properties, which is not inline style.
 */
export function pagePolicy(nonce: string): string {
  return [
    "default-src 'none'",
    `script-src 'self' 'nonce-${nonce}'`,
    `style-src 'self' 'nonce-${nonce}'`,
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
