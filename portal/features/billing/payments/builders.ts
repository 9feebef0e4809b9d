import { Decimal } from '@licence-portal/nce';
import type { Tx } from '#platform/database.server.ts';
import type { AccountId, Id } from '#platform/ids.ts';
import { assert } from '#platform/refusal.ts';
import type { World } from '#shell/testing/world.ts';
import { billingStatement, invoice } from '../tables.ts';

const PARTY = {
  name: 'Rossi Arredamenti S.r.l.',
  vatNumber: '01234567890',
  taxCode: null,
  addressLine: 'Via Roma 1',
  city: 'Milano',
  province: 'MI',
  postalCode: '20121',
  country: 'IT',
};

type Given = Readonly<{
  accountId: AccountId;
  number: number;
  /** Gross; with 22 % tax. */
  gross: string;
  kind?: 'invoice' | 'creditNote';
  issuedOn?: string;
  dueOn?: string;
  correctedInvoiceId?: Id<'invoice'>;
  currency?: string;
}>;

/** A document without lines, for tests of what is paid of it. */
export function buildInvoice(world: World, given: Given): Promise<Id<'invoice'>> {
  return world.db({ kind: 'system' }, (tx) => insertInvoice(tx, world, given));
}

async function insertInvoice(tx: Tx, world: World, given: Given): Promise<Id<'invoice'>> {
  const {
    accountId,
    number,
    kind = 'invoice',
    issuedOn = '2026-11-01',
    dueOn = '2026-12-01',
    currency = 'EUR',
  } = given;
  const gross = new Decimal(given.gross);
  const net = gross.div('1.22').toDecimalPlaces(2);
  const sums = { net, tax: gross.minus(net), gross };
  const month = Temporal.PlainDate.from('2000-01-01').add({ months: number });
  const [statement] = await tx
    .insert(billingStatement)
    .values({ accountId, month, currency, closedAt: world.clock.now(), ...sums })
    .returning({ id: billingStatement.id });
  assert(statement !== undefined, 'the statement was stored');
  const [row] = await tx
    .insert(invoice)
    .values({
      accountId,
      statementId: statement.id,
      kind,
      series: 'P',
      year: 2026,
      number,
      issuedOn: Temporal.PlainDate.from(issuedOn),
      dueOn: kind === 'creditNote' ? null : Temporal.PlainDate.from(dueOn),
      currency,
      paymentMethod: 'onAccount',
      ...sums,
      payable: gross,
      buyer: {
        ...PARTY,
        locale: 'it',
        recipientCode: '0000000',
        certifiedEmail: null,
        isPublicBody: false,
        hasSplitPayment: false,
        taxNature: null,
      },
      seller: {
        ...PARTY,
        name: 'Fornitore S.p.A.',
        taxRegime: 'RF01',
        register: null,
        iban: 'IT60X0542811101000000123456',
        bankName: 'Banca di prova',
        phone: null,
        email: null,
      },
      correctedInvoiceId: given.correctedInvoiceId ?? null,
      createdAt: world.clock.now(),
    })
    .returning({ id: invoice.id });
  assert(row !== undefined, 'the invoice was stored');
  return row.id;
}
