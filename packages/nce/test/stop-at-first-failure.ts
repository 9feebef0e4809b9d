import fc from 'fast-check';

/** For the mutation run: one counterexample will do, whatever its size. */
fc.configureGlobal({ endOnFailure: true, numRuns: 30 });
