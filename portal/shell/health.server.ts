import { timingSafeEqual } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { Hono } from 'hono';
import type { Database } from '#platform/database.server.ts';

/** A database that has not answered by then is not ready. */
const READY_TIME_LIMIT_MS = 2_000;

/** What a process is doing. */
export type Lifecycle = 'starting' | 'ready' | 'stopping';

export type HealthParts = Readonly<{
  lifecycle(): Lifecycle;
  /** Undefined until it is open. */
  database(): Pick<Database, 'transaction'> | undefined;
  metrics(): Promise<Readonly<{ text: string; contentType: string }>>;
}>;

/** Who may read metrics: everybody who reaches the port, those who have the token, or nobody. */
export type MetricsAccess = 'open' | 'closed' | Readonly<{ token: string }>;

/**
 * The addresses for those who run the portal: `/healthz` while the process lives, `/readyz` while it takes requests
 * and its database answers, `/metrics`.
 */
export function healthApp(parts: HealthParts, access: MetricsAccess): Hono {
  const app = new Hono();
  app.get('/healthz', (c) => c.text('ok'));
  app.get('/readyz', async (c) => {
    const reason = await notReadyReason(parts);
    return reason === undefined ? c.text('ready') : c.text(reason, 503);
  });
  app.get('/metrics', async (c) => {
    if (access === 'closed') return c.text('not found', 404);
    if (access !== 'open' && !isBearer(c.req.header('authorization'), access.token))
      return c.text('the token is missing or wrong', 401, { 'WWW-Authenticate': 'Bearer realm="metrics"' });
    const { text, contentType } = await parts.metrics();
    return c.text(text, 200, { 'Content-Type': contentType, 'Cache-Control': 'no-store' });
  });
  app.notFound((c) => c.text('not found', 404));
  return app;
}

/** Addresses that are answered here in every process, whatever else it serves. */
export function isHealthPath(path: string): boolean {
  return path === '/healthz' || path === '/readyz' || path === '/metrics';
}

async function notReadyReason({ lifecycle, database }: HealthParts): Promise<string | undefined> {
  const now = lifecycle();
  if (now !== 'ready') return now;
  const query = database()?.transaction({ kind: 'system' }, (tx) => tx.execute(sql`select 1`));
  let timer: NodeJS.Timeout | undefined;
  const time = new Promise<false>((resolve) => {
    timer = setTimeout(resolve, READY_TIME_LIMIT_MS, false);
  });
  const answered = query?.then(
    () => true,
    () => false,
  );
  const isAnswered = await Promise.race([answered, time]).finally(() => clearTimeout(timer));
  return isAnswered === true ? undefined : 'the database does not answer';
}

function isBearer(header: string | undefined, token: string): boolean {
  const given = Buffer.from(header ?? '');
  const wanted = Buffer.from(`Bearer ${token}`);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}
