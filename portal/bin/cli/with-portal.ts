import { readConfig } from '#platform/config.server.ts';
import { createLog } from '#platform/logging.server.ts';
import { buildPortal, type Portal } from '#shell/build-portal.server.ts';

/**
 * Opens the portal without serving pages or running jobs, and closes it when done. Jobs that are started wait for the
 * portal.
 */
export async function withPortal<Result>(run: (portal: Portal) => Promise<Result>): Promise<Result> {
  const config = readConfig({ LOG_LEVEL: 'warn', ...process.env });
  const say = (sentence: string) => void process.stderr.write(`${sentence}\n`);
  const portal = await buildPortal(config, createLog(config.LOG_LEVEL), { say });
  try {
    if (portal.demoSignIns?.isPasswordMade) {
      const { logins, password } = portal.demoSignIns;
      process.stderr.write(`Demo sign-ins: ${logins.join(', ')}. Their password, shown this once: ${password}\n`);
    }
    return await run(portal);
  } finally {
    await portal.close();
  }
}
