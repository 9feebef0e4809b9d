import type { OperationContext, Services } from '#platform/operation.server.ts';
import { eventsUrlOf } from '../find-connection.ts';
import { vendorCheck } from '../tables.ts';
import type { CheckName, CheckResult, VendorConnection } from '../vendor-connection.ts';

type Results = readonly Readonly<{ name: CheckName; result: CheckResult }>[];

/** Tries permissions at once. Each has an outcome, also when the vendor does not answer. */
export function tryAll(
  services: Services,
  given: Readonly<{
    vendor: string;
    connection: VendorConnection;
    names: readonly CheckName[];
    signal: AbortSignal;
  }>,
): Promise<Results> {
  const { vendor, connection, names, signal } = given;
  const eventsUrl = eventsUrlOf(services, vendor);
  return Promise.all(
    names.map(async (name) => ({ name, result: await connection.tryPermission(name, { eventsUrl, signal }) })),
  );
}

/** Keeps results in place of the earlier ones, and counts them. */
export async function storeResults(
  { tx, audit, services, actor }: OperationContext,
  vendor: string,
  results: Results,
): Promise<{ passed: number; failed: number }> {
  const triedAt = services.machineClock.now();
  for (const { name, result } of results) {
    const values = { result, triedAt, triedBy: actor.personId };
    await tx
      .insert(vendorCheck)
      .values({ vendor, name, ...values })
      .onConflictDoUpdate({ target: [vendorCheck.vendor, vendorCheck.name], set: values });
  }
  const counted = (outcome: CheckResult['outcome']) =>
    results.filter(({ result }) => result.outcome === outcome).length;
  const counts = { passed: counted('passed'), failed: counted('failed') };
  await audit.record('connections.permissionsTried', { vendor, ...counts }, null);
  return counts;
}
