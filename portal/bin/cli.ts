import { type ParseArgsConfig, parseArgs } from 'node:util';
import { isRefusal, type Refusal, VendorFault } from '#platform/refusal.ts';
import { UsageError } from './cli/usage-error.ts';
import { explainFailure } from './explain-failure.ts';

// A command imports the modules that it needs: the help and an unknown command answer at once.

const HELP = `The licence portal's command line. Settings come from the environment, as for the portal.

  npm run cli -- price-sheet import FILE [--market IT] [--dry-run] [--partial] [--json]
      Imports a price sheet of Microsoft's: CSV, or a zip that holds it.
      --market   only rows of this market; needed where the sheet has no such column
      --dry-run  reads and compares, and changes nothing
      --json     prints the report as JSON

  npm run cli -- operation NAME [JSON] [--account ID]
      Runs one operation of the portal as the system and prints its answer as JSON.
      --account  the id of the account that it speaks of, where it needs one

  npm run cli -- operations
      Lists the operations and who may run them.

  npm run cli -- provider invite [--email ADDRESS] [--name "NAME SURNAME"] [--role administrator|operator]
      Prints a one-time link with which a person of the provider's staff makes the own access, as an administrator
      unless --role says otherwise. It always works, also when nobody of the staff can sign in any more.

  npm run cli -- second-factor reset LOGIN [--account ID]
      Takes app, passkeys and recovery codes from a person who has lost them, and ends the sessions of the person.

  npm run cli -- openapi [FILE]
      Prints the OpenAPI document of the REST API, or writes it to a file.

  npm run cli -- link LOGIN [--account ID]
      Prints a link with which the person of a login chooses a password, to hand over where no mail arrives.
      --account  the id of the account, where people of several accounts have the login

  npm run cli -- unlock LOGIN
      Ends the lock of a login after too many wrong passwords.

  npm run cli -- migrate
      Brings the database to the newest schema.

  npm run cli -- backup FILE
      Writes everything in the database to a file, as it is at one moment. The portal may run meanwhile.

  npm run cli -- restore FILE
      Restores a backup into an empty database.

  OLD_SECRET=… SECRET=… npm run cli -- reseal
      Seals the secrets in the database with a new SECRET. Stop all processes first; everybody signs in again.

With the embedded database the portal must be stopped first: one process only may use it.
Exit status: 0 done, 1 refused or failed, 2 the command was not understood.
`;

const OPTIONS = {
  help: { type: 'boolean', short: 'h' },
  market: { type: 'string' },
  'dry-run': { type: 'boolean' },
  json: { type: 'boolean' },
  partial: { type: 'boolean' },
  account: { type: 'string' },
  email: { type: 'string' },
  name: { type: 'string' },
  role: { type: 'string' },
} as const satisfies ParseArgsConfig['options'];

async function main(): Promise<void> {
  const { values, positionals } = readArguments();
  const [command, first, second, ...more] = positionals;
  if (values.help || command === undefined || command === 'help') {
    process.stdout.write(HELP);
    return;
  }
  if (command === 'price-sheet' && first === 'import') {
    if (second === undefined) throw new UsageError('Name the file: price-sheet import FILE');
    refuseMore(more);
    const { importSheet } = await import('./cli/price-sheet.ts');
    await importSheet({
      file: second,
      market: values.market,
      isDryRun: values['dry-run'] ?? false,
      isComplete: !(values.partial ?? false),
      asJson: values.json ?? false,
    });
    return;
  }
  if (command === 'provider' && first === 'invite') {
    refuseMore(positionals.slice(2));
    const { inviteToStaff } = await import('./cli/invite.ts');
    await inviteToStaff({ email: values.email, name: values.name, role: values.role });
    return;
  }
  if (command === 'operation') {
    if (first === undefined) throw new UsageError('Name the operation: operation NAME [JSON]');
    refuseMore(more);
    const { callOperation } = await import('./cli/operation.ts');
    await callOperation({ name: first, json: second ?? '{}', account: values.account });
    return;
  }
  if (command === 'operations') {
    refuseMore(positionals.slice(1));
    const { listOperations } = await import('./cli/operation.ts');
    listOperations();
    return;
  }
  if (command === 'second-factor' && first === 'reset') {
    if (second === undefined) throw new UsageError('Name the login: second-factor reset LOGIN');
    refuseMore(more);
    const { resetSecondFactor } = await import('./cli/second-factor.ts');
    await resetSecondFactor(second, values.account);
    return;
  }
  if (command === 'openapi') {
    refuseMore(positionals.slice(2));
    const { writeOpenApi } = await import('./cli/openapi.ts');
    await writeOpenApi(first);
    return;
  }
  if (command === 'link') {
    if (first === undefined) throw new UsageError('Name the login: link LOGIN');
    refuseMore(positionals.slice(2));
    const { printLink } = await import('./cli/link.ts');
    await printLink(first, values.account);
    return;
  }
  if (command === 'unlock') {
    if (first === undefined) throw new UsageError('Name the login: unlock LOGIN');
    refuseMore(positionals.slice(2));
    const { unlock } = await import('./cli/unlock.ts');
    await unlock(first);
    return;
  }
  if (command === 'migrate') {
    refuseMore(positionals.slice(1));
    const { migrate } = await import('./cli/migrate.ts');
    await migrate();
    return;
  }
  if (command === 'reseal') {
    refuseMore(positionals.slice(1));
    const { reseal } = await import('./cli/reseal.ts');
    await reseal();
    return;
  }
  if (command === 'backup' || command === 'restore') {
    if (first === undefined) throw new UsageError(`Name the file: ${command} FILE`);
    refuseMore(positionals.slice(2));
    if (command === 'backup') await (await import('./cli/backup.ts')).backup(first);
    else await (await import('./cli/restore.ts')).restore(first);
    return;
  }
  throw new UsageError(`There is no command "${positionals.join(' ')}".`);
}

function readArguments() {
  try {
    return parseArgs({ options: OPTIONS, allowPositionals: true });
  } catch (error) {
    if (error instanceof TypeError) throw new UsageError(error.message);
    throw error;
  }
}

function refuseMore(words: readonly string[]): void {
  if (words.length > 0) throw new UsageError(`Not understood: ${words.join(' ')}`);
}

async function fail(error: unknown): Promise<void> {
  if (error instanceof UsageError) {
    process.stderr.write(`${error.message}\nSee: npm run cli -- --help\n`);
    process.exitCode = 2;
    return;
  }
  process.exitCode = 1;
  if (isRefusal(error)) process.stderr.write(`${await textOf(error)}\n`);
  else if (error instanceof VendorFault) process.stderr.write(`Microsoft did not do as requested: ${error.message}\n`);
  else process.stderr.write(`${explainFailure(error)}\n`);
}

/** The sentence of a refusal, its code, and the sentence of each refused field. */
async function textOf(refusal: Refusal): Promise<string> {
  const { translatorOf } = await import('#shell/translators.ts');
  const { refusalText } = await import('#ui/refusal-text.ts');
  const english = await translatorOf('en');
  const lines = refusal.fields.map(
    (field) => `  ${field.path}: ${refusalText(field, english, 'provider')} (${field.code})`,
  );
  return [`${refusalText(refusal, english, 'provider')} (${refusal.code})`, ...lines].join('\n');
}

await main().catch(fail);
