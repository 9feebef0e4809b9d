/** Imported first: without the global `Temporal`, the other modules would fail with a ReferenceError. */
if (typeof globalThis.Temporal !== 'object') {
  throw new Error(
    '@licence-portal/nce needs the global Temporal: run it on Node 26, or on Node 22 and 24 with the package ' +
      'temporal-polyfill: node --import temporal-polyfill/global program.mjs',
  );
}
