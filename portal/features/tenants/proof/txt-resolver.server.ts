import { Resolver } from 'node:dns/promises';
import type { TenantProofs, TxtAnswer } from './tenant-proofs.ts';

const TRY_TIMEOUT_MS = 2_000;
const TRIES = 2;

/**
 * Looks TXT records up over DNS. A record of several strings is one text.
 *
 * @param servers  addresses, with or without a port; none: those of the machine
 * @source RFC 1464 and RFC 7208, 3.3: the strings of a record are joined without blanks
 */
export function txtResolver(servers: readonly string[]): TenantProofs['resolveTxt'] {
  return async (name, signal) => {
    const resolver = new Resolver({ timeout: TRY_TIMEOUT_MS, tries: TRIES });
    if (servers.length > 0) resolver.setServers(servers);
    const cancel = () => resolver.cancel();
    signal.addEventListener('abort', cancel, { once: true });
    try {
      const records = await resolver.resolveTxt(name);
      return { answered: true, values: records.map((strings) => strings.join('')) };
    } catch (error) {
      return answerOfError(error);
    } finally {
      signal.removeEventListener('abort', cancel);
    }
  };
}

/** A name without records, or that does not exist, is an answer. */
function answerOfError(error: unknown): TxtAnswer {
  const code = error instanceof Error && 'code' in error ? String(error.code) : undefined;
  if (code === 'ENODATA' || code === 'ENOTFOUND') return { answered: true, values: [] };
  if (code !== undefined) return { answered: false, code };
  throw error;
}
