import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { Decimal } from '@licence-portal/nce';
import { addAccount } from '#features/accounts/accounts.ts';
import { topUpCredit } from '#features/billing/billing.ts';
import { addManualOffer, importPriceSheet, setPriceRule } from '#features/catalogue/catalogue.ts';
import { createPersonWithPassword } from '#features/sign-in/sign-in.ts';
import type { Actor } from '#platform/actor.ts';
import { systemActor } from '#platform/actor.ts';
import { type AccountId, type Id, newId } from '#platform/ids.ts';
import { type AppContext, inContext, runOperation } from '#platform/operation.server.ts';
import type { PersonRole } from '#platform/permissions.ts';
import { BACKUP, FURNITURE_COMPANY, LAW_FIRM, MANAGED_SUPPORT, PROVIDER, SIGN_INS } from './demo-companies.ts';

/** The people of the demo who act in its history. */
export type DemoActors = Readonly<{ administrator: DemoActor; otherAdministrator: DemoActor; provider: DemoActor }>;
export type DemoActor = Actor & Readonly<{ accountId: AccountId }>;

/** Opens the three companies and the sign-ins, in one transaction: another start finds all of them or none. */
export async function openAccounts(app: AppContext, password: string): Promise<DemoActors> {
  const passwordHash = await app.services.passwordHashing.hash(password);
  const caller = { actor: systemActor(), requestId: crypto.randomUUID() };
  return inContext(app, { kind: 'system' }, caller, app.log, async ({ tx, clock, audit }) => {
    const now = clock.now();
    // Customers for some time: the first invoice is about a month before the orders of the history.
    const openedAt = now.subtract({ hours: 45 * 24 });
    const add = async (accountId: AccountId, role: PersonRole, person: (typeof SIGN_INS)[keyof typeof SIGN_INS]) => {
      const added = { ...person, accountId, roles: [role], notificationEmail: null, locale: 'it' as const };
      const personId = await createPersonWithPassword(tx, added, passwordHash, now);
      return { roles: [role], accountId, personId, impersonatorId: null };
    };
    const providerId = await addAccount(tx, { ...PROVIDER, kind: 'provider', createdAt: now });
    const furnitureCompanyId = await addAccount(tx, {
      ...FURNITURE_COMPANY,
      kind: 'customer',
      creditLimit: new Decimal(25_000),
      createdAt: openedAt,
    });
    const lawFirmId = await addAccount(tx, {
      ...LAW_FIRM,
      kind: 'customer',
      creditLimit: new Decimal(10_000),
      approvalAbove: new Decimal(1_000),
      createdAt: openedAt,
    });
    await add(furnitureCompanyId, 'serviceUser', SIGN_INS.serviceUser);
    const actors = {
      provider: await add(providerId, 'provider', SIGN_INS.provider),
      administrator: await add(furnitureCompanyId, 'administrator', SIGN_INS.administrator),
      otherAdministrator: await add(lawFirmId, 'administrator', SIGN_INS.otherAdministrator),
    };
    await audit.record('demo.accountsOpened', {}, null);
    return actors;
  });
}

/** The offers that the demo's provider fulfils by hand. */
export type ManualOffers = Readonly<{ support: Id<'offer'>; backup: Id<'offer'> }>;

/** Imports the demo's price sheet, sets a price rule, puts the provider's own services on sale. */
export async function fillCatalogue(app: AppContext, { administrator, provider }: DemoActors): Promise<ManualOffers> {
  const caller = { actor: provider, requestId: crypto.randomUUID() };
  await runOperation(app, importPriceSheet, { file: await demoSheet(), market: 'IT' }, caller);
  // Everything is sold two per cent under Microsoft's recommended price.
  const rule = { scope: 'everything', base: 'retail', percent: '-2' };
  await runOperation(app, setPriceRule, rule, caller);
  const { accountId } = administrator;
  const credit = { accountId, entryId: newId(), amount: '5000', note: 'Bonifico del cliente' };
  await runOperation(app, topUpCredit, credit, caller);
  return inContext(app, { kind: 'provider' }, caller, app.log, async ({ tx, clock, audit }) => {
    const now = clock.now();
    const offers = {
      support: (await addManualOffer(tx, MANAGED_SUPPORT, now)).offerId,
      backup: (await addManualOffer(tx, BACKUP, now)).offerId,
    };
    await audit.record('demo.offersAdded', {}, null);
    return offers;
  });
}

async function demoSheet(): Promise<File> {
  const path = fileURLToPath(import.meta.resolve('@licence-portal/partner-center-simulator/data/price-sheet-it.csv'));
  return new File([await readFile(path)], 'Nov_NCE_LicenseBasedPL_GA_IT.csv');
}
