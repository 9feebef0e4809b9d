/** The command was not understood. The message says what was expected. */
export class UsageError extends Error {}
