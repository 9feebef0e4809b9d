import type { z } from 'zod';
import { numberIn } from '#platform/page.server.ts';
import type { NextTerm } from '../change/ordered-change.ts';

/** The next term that the form describes; the operation's schema checks it. */
export function nextTermIn(form: FormData): z.input<typeof NextTerm> {
  const [termDuration = '', billingCycle = ''] = String(form.get('plan') ?? '').split('|');
  return {
    offerId: String(form.get('offerId') ?? ''),
    termDuration,
    billingCycle,
    seatCount: numberIn(form, 'seatCount'),
  };
}
