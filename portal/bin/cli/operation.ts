import { systemActor } from '#platform/actor.ts';
import { AccountId } from '#platform/ids.ts';
import { runOperation } from '#platform/operation.server.ts';
import { PERMISSIONS } from '#platform/permissions.ts';
import { operations } from '#shell/registry.ts';
import { UsageError } from './usage-error.ts';
import { withPortal } from './with-portal.ts';

/** Runs one operation as the system, by its name and with JSON as its input. */
export async function callOperation(given: { name: string; json: string; account: string | undefined }): Promise<void> {
  const called = operations.find(({ name }) => name === given.name);
  if (called === undefined) throw new UsageError(`There is no operation "${given.name}".${nearest(given.name)}`);
  const input = parseJson(given.json);
  const accountId = given.account === undefined ? null : parseAccount(given.account);
  const result = await withPortal(({ app }) =>
    runOperation(app, called, input, { actor: systemActor(accountId), requestId: crypto.randomUUID() }),
  );
  process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
}

export function listOperations(): void {
  for (const { name, kind, permission } of operations.toSorted((left, right) => (left.name < right.name ? -1 : 1)))
    process.stdout.write(`${name} (${kind}): ${PERMISSIONS[permission].join(', ')}\n`);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) throw new UsageError(`The input is not JSON: ${error.message}`);
    throw error;
  }
}

function parseAccount(text: string): AccountId {
  const parsed = AccountId.safeParse(text);
  if (!parsed.success) throw new UsageError('--account takes the id of an account.');
  return parsed.data;
}

/** Operations of the same module, when there is such a module. */
function nearest(name: string): string {
  const module = name.split('.')[0];
  const names = operations.map((one) => one.name).filter((one) => one.split('.')[0] === module);
  return names.length === 0 ? ' See: npm run cli -- operations' : ` There are: ${names.join(', ')}.`;
}
