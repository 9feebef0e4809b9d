import { AUDIT_KIND_NAMES } from '../events.ts';

/** The filters that the address of the log names, as typed; days are those of the account's time zone. */
export function readFilters(parameters: URLSearchParams) {
  const text = (name: string) => (parameters.get(name) ?? '').trim();
  const day = (name: string) => (isDay(text(name)) ? text(name) : '');
  return {
    search: text('q').slice(0, 200),
    personId: text('person'),
    kind: AUDIT_KIND_NAMES.find((kind) => kind === text('kind')) ?? null,
    from: day('from'),
    until: day('until'),
    everything: parameters.has('everything'),
    after: text('after'),
  };
}
export type Filters = ReturnType<typeof readFilters>;

/** The same as input of the operations. */
export function requestOf(filters: Filters, timeZone: string) {
  const { search, personId, kind, from, until, everything, after } = filters;
  const startOf = (on: string, days: number) =>
    Temporal.PlainDate.from(on).add({ days }).toZonedDateTime(timeZone).toInstant().toString();
  return {
    search,
    personId: personId === '' ? null : personId,
    kinds: kind === null ? [] : [kind],
    from: from === '' ? null : startOf(from, 0),
    before: until === '' ? null : startOf(until, 1),
    everything,
    after: after === '' ? null : after,
  };
}

function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  try {
    Temporal.PlainDate.from(text);
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/** The address of the log with these filters, from a place on. */
export function addressOf(path: string, parameters: URLSearchParams, after: string | null): string {
  const changed = new URLSearchParams(parameters);
  changed.delete('after');
  if (after !== null) changed.set('after', after);
  const text = changed.toString();
  return text === '' ? path : `${path}?${text}`;
}
