import { Decimal } from '@licence-portal/nce';
import {
  charge,
  getToPay,
  recordPayment,
  updateInvoicingDetails,
  updateSellerDetails,
} from '#features/billing/billing.ts';
import { newId } from '#platform/ids.ts';
import { type AppContext, inContext, runOperation } from '#platform/operation.server.ts';
import { assert } from '#platform/refusal.ts';
import type { DemoActors } from './demo-accounts.server.ts';

/** Age of the work that the demo's first invoice is about, when the history begins: its month is closed by then. */
const WORK_DAYS_AGO = 40;

/** Sets up the demo's invoicing, with a charge of a month that is over: its invoice is there from the start. */
export async function seedInvoices(app: AppContext, actors: DemoActors): Promise<void> {
  const { administrator, otherAdministrator, provider } = actors;
  const caller = (actor: typeof provider) => ({ actor, requestId: crypto.randomUUID() });
  const chargedOn = app.clock.now().toZonedDateTimeISO('UTC').toPlainDate().subtract({ days: WORK_DAYS_AGO });
  const seller = {
    firstMonth: chargedOn.toPlainYearMonth().toString(),
    series: 'P',
    taxRegime: 'RF01' as const,
    registerOffice: 'MI',
    registerNumber: '1234567',
    shareCapital: '100000',
    shareholders: 'SM' as const,
    isInLiquidation: false,
    iban: 'IT60X0542811101000000123456',
    bankName: 'Banca di Esempio',
  };
  await runOperation(app, updateSellerDetails, seller, caller(provider));
  for (const [actor, recipientCode] of [[administrator, 'M5UXCR1'] as const, [otherAdministrator, 'KRRH6B9'] as const])
    await runOperation(app, updateInvoicingDetails, { recipientCode, certifiedEmail: null }, caller(actor));

  await inContext(app, { kind: 'system' }, caller(administrator), app.log, async ({ tx, clock, audit }) => {
    await tx.insert(charge).values({
      accountId: administrator.accountId,
      kind: 'charge',
      code: 'service',
      name: 'Migrazione della posta e configurazione iniziale',
      seatCount: 1,
      unitPricePerCycle: new Decimal(480),
      cycleStartsOn: chargedOn,
      cycleEndsBefore: chargedOn.add({ days: 1 }),
      billedDays: 1,
      cycleDays: 1,
      net: new Decimal('480.00'),
      taxRate: new Decimal('0.22'),
      currency: 'EUR',
      paymentMethod: 'onAccount',
      chargedOn,
      createdAt: clock.now(),
      source: 'cycle',
      entryKey: 'demo:migration',
    });
    await audit.record('demo.chargeAdded', {}, administrator.accountId);
  });
}

/** The customer has paid what is open by bank transfer, and the provider has recorded it. */
export async function payInvoices(app: AppContext, { administrator, provider }: DemoActors): Promise<void> {
  const caller = (actor: typeof provider) => ({ actor, requestId: crypto.randomUUID() });
  const { open, transfer } = await runOperation(app, getToPay, {}, caller(administrator));
  assert(transfer !== null, 'the first invoice is there, and open');
  const payment = {
    accountId: administrator.accountId,
    paymentId: newId<'payment'>(),
    amount: open,
    receivedOn: app.clock.now().toZonedDateTimeISO('UTC').toPlainDate().toString(),
    reference: transfer.reason,
    allocation: { mode: 'oldestFirst' as const },
  };
  await runOperation(app, recordPayment, payment, caller(provider));
}
