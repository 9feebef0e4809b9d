import type { Log } from '#platform/logging.server.ts';

/**
 * Writes what nobody caught into the log, as any other error: Node itself would print it with all the values that it
 * carries. After it nothing is known of the state of the process, so that it ends; jobs and steps are taken over.
 */
export function guardAgainstFailures(log: Log): void {
  const end = (error: unknown, event: string) => {
    log.error({ err: error, event }, 'an error was caught by nobody; the process ends');
    process.exit(1);
  };
  process.on('uncaughtException', (error) => end(error, 'uncaughtException'));
  process.on('unhandledRejection', (reason) => end(reason, 'unhandledRejection'));
}
