import { randomInt } from 'node:crypto';
import Decimal from 'decimal.js';
import { count } from 'drizzle-orm';
import type { z } from 'zod';
import { account } from '#features/accounts/accounts.ts';
import { findOfferByVendorIds, importPriceSheet } from '#features/catalogue/catalogue.ts';
import { createPersonWithPassword } from '#features/identity/identity.ts';
import { creditEntry, placeOrder, quoteChange } from '#features/orders/orders.ts';
import { describeExisting } from '#features/tenants/tenants.ts';
import { createUser, disableUser } from '#features/users/users.ts';
import { type Actor, systemActor } from '#platform/actor.ts';
import type { Config } from '#platform/config.server.ts';
import type { Tx } from '#platform/database.server.ts';
import type { AccountId } from '#platform/ids.ts';
import { type Ground, type Operation, runOperation } from '#platform/operation.server.ts';
import { assert } from '#platform/refusal.ts';
import { DEMO_CUSTOMERS, DEMO_OWNED, DEMO_PEOPLE, DEMO_PROVIDER } from './demo-data.ts';

/** What the person who starts the demo is told, once. */
export type DemoSignIns = Readonly<{ logins: readonly string[]; password: string; isPasswordMade: boolean }>;

/**
 * Fills an empty database with the demo: the provider, two customers with their people, Microsoft's price sheet as the simulator
 * serves it, and a few services that the first customer buys as anybody would: quoted, ordered, sent to the simulator by the
 * workers. Only in demo mode, and only once.
 *
 * @returns undefined when there is something in the database already
 */
export async function seedDemo(ground: Ground, config: Config): Promise<DemoSignIns | undefined> {
  assert(config.mode === 'demo', 'no demo account exists when the portal is connected to real back-ends');
  const isFilled = await ground.database.transaction({ kind: 'system' }, async (tx) => {
    const [row] = await tx.select({ count: count() }).from(account);
    return row !== undefined && row.count > 0;
  });
  if (isFilled) return undefined;

  const password = config.DEMO_PASSWORD ?? makePassword();
  const administrator = await ground.database.transaction({ kind: 'system' }, (tx) =>
    addAccounts(tx, ground, password),
  );
  await importSheet(ground);
  await addPeople(ground, administrator);
  await buyServices(ground, administrator);
  return {
    logins: ['admin', 'utente', 'fornitore'],
    password,
    isPasswordMade: config.DEMO_PASSWORD === undefined,
  };
}

/** Adds the provider and the customers with those of their people who can sign in; gives the first customer's administrator. */
async function addAccounts(tx: Tx, { clock }: Ground, password: string): Promise<Actor> {
  const now = clock.now();
  const addAccount = async (values: Omit<typeof account.$inferInsert, 'createdAt'>): Promise<AccountId> => {
    const [row] = await tx
      .insert(account)
      .values({ ...values, createdAt: now })
      .returning({ id: account.id });
    assert(row !== undefined, 'the account was not stored');
    return row.id;
  };
  const addPerson = (
    accountId: AccountId,
    role: Actor['role'],
    login: string,
    firstName: string,
    lastName: string,
    email: string,
  ) => {
    assert(role === 'provider' || role === 'administrator' || role === 'serviceUser', `${role} is nobody's role`);
    return createPersonWithPassword(
      tx,
      { accountId, role, login, email, notificationEmail: null, firstName, lastName, locale: 'it' },
      password,
      now,
    );
  };

  const providerId = await addAccount({ kind: 'provider', ...DEMO_PROVIDER });
  await addPerson(providerId, 'provider', 'fornitore', 'Paola', 'Ferrari', 'paola.ferrari@cic.example');

  const [first, second] = DEMO_CUSTOMERS;
  const firstId = await addAccount({ kind: 'customer', creditLimit: new Decimal(25_000), ...first });
  const administratorId = await addPerson(
    firstId,
    'administrator',
    'admin',
    'Giulia',
    'Rossi',
    'giulia.rossi@rossiarredamenti.example',
  );
  await addPerson(firstId, 'serviceUser', 'utente', 'Marco', 'Bianchi', 'marco.bianchi@rossiarredamenti.example');
  await tx.insert(creditEntry).values({
    accountId: firstId,
    kind: 'topUp',
    amount: new Decimal(1_500),
    currency: 'EUR',
    note: 'Bonifico del cliente',
    createdAt: now,
  });

  const secondId = await addAccount({ kind: 'customer', creditLimit: new Decimal(5_000), ...second });
  await addPerson(secondId, 'administrator', 'elena.conti', 'Elena', 'Conti', 'elena.conti@studioconti.example');
  return { role: 'administrator', accountId: firstId, personId: administratorId, impersonatorId: null };
}

/** The price sheet comes over the wire, as it would from Microsoft. */
async function importSheet(ground: Ground): Promise<void> {
  const { stream } = await ground.services.microsoft.client.priceSheets.open({
    market: 'IT',
    view: 'updatedlicensebased',
  });
  const file = new File([await new Response(stream).blob()], 'Nov_NCE_LicenseBasedPL_GA_IT.csv');
  await call(ground, systemActor(), importPriceSheet, { file, market: 'IT' });
}

/** Colleagues in the states that a person can be in. */
async function addPeople(ground: Ground, administrator: Actor): Promise<void> {
  for (const { isDisabled, ...typed } of DEMO_PEOPLE) {
    const { userId } = await call(ground, administrator, createUser, typed);
    if (isDisabled) await call(ground, administrator, disableUser, { userId });
  }
}

/** Orders what the first customer owns; the workers do the rest, as for any order. */
async function buyServices(ground: Ground, administrator: Actor): Promise<void> {
  const { tenant } = await call(ground, administrator, describeExisting, { tenantName: DEMO_OWNED.tenantName });
  for (const { vendorProductId, vendorSkuId, ...bought } of DEMO_OWNED.lines) {
    const found = await ground.database.transaction({ kind: 'system' }, (tx) =>
      findOfferByVendorIds(tx, { vendorProductId, vendorSkuId }),
    );
    assert(found !== undefined, `the demo's price sheet has no ${vendorProductId}:${vendorSkuId}`);
    const { quoteId, view } = await call(ground, administrator, quoteChange, {
      change: { kind: 'purchase', tenantId: tenant.id, lines: [{ offerId: found.id, ...bought }] },
    });
    assert(view.possible, `the demo cannot buy ${found.title}`);
    await call(ground, administrator, placeOrder, { quoteId, paymentMethod: 'onAccount' });
  }
}

function call<In extends z.ZodType, Out extends z.ZodType>(
  ground: Ground,
  actor: Actor,
  op: Operation<string, In, Out>,
  input: z.input<In>,
): Promise<z.output<Out>> {
  return runOperation(ground, op, input, { actor, requestId: crypto.randomUUID() });
}

/** Four words that can be read aloud: about 40 bits, for a demo on one's own machine. */
function makePassword(): string {
  const consonants = 'bcdfglmnprstvz';
  const vowels = 'aeio';
  const word = () =>
    Array.from(
      { length: 3 },
      () => `${consonants.charAt(randomInt(consonants.length))}${vowels.charAt(randomInt(vowels.length))}`,
    ).join('');
  return Array.from({ length: 4 }, word).join('-');
}
