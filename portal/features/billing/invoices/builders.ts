import { Decimal } from '@licence-portal/nce';
import { eq } from 'drizzle-orm';
import { account } from '#features/accounts/accounts.ts';
import { buildAccount } from '#features/accounts/builders.ts';
import { buildPerson } from '#features/sign-in/builders.ts';
import type { AccountId, Id } from '#platform/ids.ts';
import { createMetrics } from '#platform/metrics.server.ts';
import { runPass } from '#platform/passes.server.ts';
import { assert } from '#platform/refusal.ts';
import type { World } from '#shell/testing/world.ts';
import { charge, invoice, invoiceLine, invoicingDetails, sellerDetails } from '../tables.ts';
import { closeMonths } from './close-months.pass.ts';
import type { StoredInvoice } from './fatturapa/fatturapa-xml.ts';
import { issueWaiting } from './issue-waiting.pass.ts';

const COMPANY = { addressLine: 'Via Roma 1', city: 'Milano', province: 'MI', postalCode: '20121' };
export const IBAN = 'IT60X0542811101000000123456';

/** The provider with everything that its invoices need. */
export async function buildSeller(world: World, { firstMonth = '2026-01-01' }: { firstMonth?: string } = {}) {
  const now = world.clock.now();
  return world.db({ kind: 'system' }, async (tx) => {
    const accountId = await buildAccount(tx, { name: 'Fornitore S.p.A.', kind: 'provider', now });
    await tx
      .update(account)
      .set({ ...COMPANY, vatNumber: '07412360989', taxCode: '07412360989', phone: '+39 02 5550100' })
      .where(eq(account.id, accountId));
    await tx.insert(sellerDetails).values({
      accountId,
      firstMonth: Temporal.PlainDate.from(firstMonth),
      registerOffice: 'MI',
      registerNumber: '1234567',
      shareCapital: new Decimal('50000.00'),
      shareholders: 'SU',
      iban: IBAN,
      bankName: 'Banca di Prova',
      updatedAt: now,
    });
    return buildPerson(tx, { accountId, login: 'fornitore', roles: ['provider'], now, password: null });
  });
}

/** A customer who can be invoiced, with an administrator. */
export async function buildBuyer(
  world: World,
  {
    login = 'anna',
    name = 'Rossi S.r.l.',
    ...details
  }: { login?: string; name?: string } & Partial<typeof invoicingDetails.$inferInsert> = {},
) {
  const now = world.clock.now();
  return world.db({ kind: 'system' }, async (tx) => {
    const accountId = await buildAccount(tx, { name, now });
    await tx
      .update(account)
      .set({ ...COMPANY, vatNumber: '01234567897', billingEmail: `fatture.${login}@example.it` })
      .where(eq(account.id, accountId));
    await tx.insert(invoicingDetails).values({ accountId, recipientCode: 'ABC1234', updatedAt: now, ...details });
    const administrator = await buildPerson(tx, { accountId, login, now, password: null });
    return { accountId, administrator };
  });
}

/** An entry of the ledger: € 100 for ten licences of the month of its date, where nothing else is said. */
export async function buildCharge(
  world: World,
  {
    accountId,
    on,
    net = '100.00',
    ...chosen
  }: { accountId: AccountId; on: string; net?: string } & Partial<
    Omit<typeof charge.$inferInsert, 'net' | 'accountId' | 'chargedOn'>
  >,
): Promise<Id<'charge'>> {
  const chargedOn = Temporal.PlainDate.from(on);
  const cycleStartsOn = chosen.cycleStartsOn ?? chargedOn.with({ day: 1 });
  return world.db({ kind: 'system' }, async (tx) => {
    const [row] = await tx
      .insert(charge)
      .values({
        accountId,
        kind: net.startsWith('-') ? 'refund' : 'charge',
        code: 'cycle',
        name: 'Microsoft 365 Business Basic',
        seatCount: 10,
        unitPricePerCycle: new Decimal(10),
        cycleStartsOn,
        cycleEndsBefore: cycleStartsOn.add({ months: 1 }),
        billedDays: 30,
        cycleDays: 30,
        net: new Decimal(net),
        taxRate: new Decimal('0.22'),
        currency: 'EUR',
        paymentMethod: 'onAccount',
        chargedOn,
        createdAt: world.clock.now(),
        source: 'cycle',
        entryKey: crypto.randomUUID(),
        ...chosen,
      })
      .returning({ id: charge.id });
    assert(row !== undefined, 'the charge was not stored');
    return row.id;
  });
}

/** Moves the clock and runs the passes that close months and write invoices. */
export async function closeAt(world: World, instant: string): Promise<void> {
  world.clock.set(Temporal.Instant.from(instant));
  await runPass(world.app, closeMonths, createMetrics());
  await runPass(world.app, issueWaiting, createMetrics());
}

/** The documents of an account with their lines, in the order of their numbers. */
export async function storedInvoices(world: World, accountId: AccountId) {
  return world.db({ kind: 'system' }, async (tx) => {
    const rows = await tx
      .select()
      .from(invoice)
      .where(eq(invoice.accountId, accountId))
      .orderBy(invoice.year, invoice.number);
    const lines = await tx.select().from(invoiceLine).where(eq(invoiceLine.accountId, accountId));
    return rows.map((row) => ({
      ...row,
      lines: lines
        .filter(({ invoiceId }) => invoiceId === row.id)
        .toSorted((left, right) => left.position - right.position),
    }));
  });
}

/**
 * A document as it is read for its files: one line of ten licences for € 100 and 22% tax, where nothing else is said.
 */
export function buildStoredInvoice(
  row: Partial<StoredInvoice['row']> = {},
  lines: readonly Partial<StoredInvoice['lines'][number]>[] = [{}],
): StoredInvoice {
  const accountId = 'account' as AccountId;
  const company = { ...COMPANY, country: 'IT', taxCode: null };
  const startsOn = Temporal.PlainDate.from('2026-11-01');
  return {
    row: {
      id: 'invoice' as Id<'invoice'>,
      accountId,
      statementId: 'statement' as Id<'billingStatement'>,
      kind: 'invoice',
      series: 'P',
      year: 2026,
      number: 12,
      sendingNumber: 12,
      issuedOn: Temporal.PlainDate.from('2026-12-01'),
      dueOn: Temporal.PlainDate.from('2026-12-31'),
      currency: 'EUR',
      paymentMethod: 'onAccount',
      net: new Decimal('100.00'),
      tax: new Decimal('22.00'),
      gross: new Decimal('122.00'),
      payable: new Decimal('122.00'),
      buyer: {
        ...company,
        name: 'Rossi S.r.l.',
        vatNumber: '01234567897',
        locale: 'it',
        recipientCode: 'ABC1234',
        certifiedEmail: null,
        isPublicBody: false,
        hasSplitPayment: false,
        taxNature: null,
      },
      seller: {
        ...company,
        name: 'Fornitore S.p.A.',
        vatNumber: '07412360989',
        taxRegime: 'RF01',
        register: {
          office: 'MI',
          number: '1234567',
          shareCapital: '50000.00',
          shareholders: 'SU',
          isInLiquidation: false,
        },
        iban: IBAN,
        bankName: 'Banca di Prova',
        phone: '+39 02 5550100',
        email: 'fatture@fornitore.example',
      },
      correctedInvoiceId: null,
      ownReference: 'Centro di costo 42',
      purchaseOrderId: null,
      purchaseOrderNumber: 'OA-2026-7',
      cig: 'Z123456789',
      cup: 'J12I34567890123',
      createdAt: Temporal.Instant.from('2026-12-01T06:00:00Z'),
      ...row,
    },
    lines: lines.map((line, index) => ({
      id: `line-${index}` as Id<'invoiceLine'>,
      invoiceId: 'invoice' as Id<'invoice'>,
      accountId,
      position: index + 1,
      chargeId: `charge-${index}` as Id<'charge'>,
      code: 'cycle',
      name: 'Microsoft 365 Business Basic',
      ownReference: null,
      seatCount: 10,
      unitPrice: new Decimal(10),
      net: new Decimal('100.00'),
      taxRate: new Decimal('0.22'),
      cycleStartsOn: startsOn,
      cycleEndsBefore: startsOn.add({ months: 1 }),
      ...line,
    })),
    corrected: null,
  };
}
