import fc from 'fast-check';

/** For mutation runs: one counterexample is enough, so it is not shrunk. */
fc.configureGlobal({ endOnFailure: true, numRuns: 30 });
