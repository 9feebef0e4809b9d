/** Throws a sentence with the remedy where the global `Temporal` is missing, instead of a ReferenceError later. */
export function requireTemporal(): void {
  if (typeof globalThis.Temporal === 'object') return;
  throw new Error(
    '@licence-portal/partner-center needs the global Temporal: run it on Node 26, or on Node 22 and 24 with the ' +
      'package temporal-polyfill: node --import temporal-polyfill/global program.mjs',
  );
}
