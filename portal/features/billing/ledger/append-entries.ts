import type { Decimal, Money, Term } from '@licence-portal/nce';
import { add, multiply, roundLineHalfUp } from '@licence-portal/nce/money';
import { and, desc, eq, inArray } from 'drizzle-orm';
import { account } from '#features/accounts/accounts.ts';
import type { Tx } from '#platform/database.server.ts';
import type { AccountId, Id } from '#platform/ids.ts';
import type { OperationContext } from '#platform/operation.server.ts';
import { assert } from '#platform/refusal.ts';
import { creditBalance } from '../credit/credit.ts';
import { charge, creditEntry, type PaymentMethod } from '../tables.ts';

/** An entry of the ledger that no order caused: a cycle that begins by itself, or a change made at the vendor. */
export type LedgerEntry = Readonly<{
  accountId: AccountId;
  subscriptionId: Id<'subscription'>;
  source: 'cycle' | 'change';
  /** Unique within the subscription: an entry whose key is there already is not appended again. */
  entryKey: string;
  kind: 'charge' | 'refund';
  code: string;
  name: string;
  seatCount: number;
  /** Not rounded. */
  unitPricePerCycle: Money;
  cycle: Term;
  billedDays: number;
  cycleDays: number;
  /** Negative for a refund. */
  net: Money;
  /** The day on which it is due, also when it is appended later. */
  chargedOn: Temporal.PlainDate;
}>;

/**
 * Appends entries at the tax rate of their accounts. Each is paid as the last order of its subscription was; where
 * prepaid credit does not cover it, as the account's terms say. Entries of one account are paid in the order given.
 *
 * The subscriptions must be locked: two transactions never append entries of the same one at the same time.
 */
export async function appendEntries(
  { tx, clock }: Pick<OperationContext, 'tx' | 'clock'>,
  entries: readonly LedgerEntry[],
): Promise<void> {
  if (entries.length === 0) return;
  const taxRates = await readTaxRates(tx, entries);
  const methods = await readPaymentMethods(tx, entries);
  const credit = new PrepaidCredit(tx);
  const createdAt = clock.now();
  const values: (typeof charge.$inferInsert)[] = [];
  for (const entry of entries) {
    const { cycle, net, unitPricePerCycle, ...same } = entry;
    const taxRate = taxRates.get(entry.accountId);
    assert(taxRate !== undefined, `account ${entry.accountId} is there`);
    const ordered = methods.get(entry.subscriptionId) ?? 'onAccount';
    const isCovered = ordered === 'onAccount' || (await credit.covers(entry.accountId, grossOf(net, taxRate)));
    values.push({
      ...same,
      unitPricePerCycle: unitPricePerCycle.amount,
      cycleStartsOn: cycle.startsOn,
      cycleEndsBefore: cycle.endsBefore,
      net: net.amount,
      currency: net.currency,
      taxRate,
      paymentMethod: isCovered ? ordered : 'onAccount',
      createdAt,
    });
  }
  const appended = await tx.insert(charge).values(values).onConflictDoNothing().returning();
  await settlePrepaid(tx, appended);
}

/** The gross amount of one entry, as prepaid credit pays it. */
function grossOf(net: Money, taxRate: Decimal): Money {
  return add(net, roundLineHalfUp(multiply(net, taxRate)));
}

async function readTaxRates(tx: Tx, entries: readonly LedgerEntry[]): Promise<ReadonlyMap<AccountId, Decimal>> {
  const accountIds = [...new Set(entries.map(({ accountId }) => accountId))];
  const rows = await tx
    .select({ id: account.id, taxRate: account.vatRate })
    .from(account)
    .where(inArray(account.id, accountIds));
  return new Map(rows.map(({ id, taxRate }) => [id, taxRate]));
}

type Methods = ReadonlyMap<Id<'subscription'>, PaymentMethod>;

/** How the last order of each subscription was paid; none for a subscription that no order of the portal charged. */
async function readPaymentMethods(tx: Tx, entries: readonly LedgerEntry[]): Promise<Methods> {
  const subscriptionIds = [...new Set(entries.map(({ subscriptionId }) => subscriptionId))];
  const rows = await tx
    .selectDistinctOn([charge.subscriptionId], { id: charge.subscriptionId, method: charge.paymentMethod })
    .from(charge)
    .where(and(eq(charge.source, 'order'), inArray(charge.subscriptionId, subscriptionIds)))
    .orderBy(charge.subscriptionId, desc(charge.createdAt));
  return new Map(rows.flatMap(({ id, method }) => (id === null ? [] : [[id, method]])));
}

type Held = Readonly<{ left: Decimal; mayGoBelowZero: boolean }>;

/** The prepaid credit of accounts while entries are appended; an account's row is held from its first question on. */
class PrepaidCredit {
  readonly #tx: Tx;
  readonly #held = new Map<AccountId, Held>();

  constructor(tx: Tx) {
    this.#tx = tx;
  }

  /** Whether the credit covers an amount, which is then counted as taken. Refunds are always covered. */
  async covers(accountId: AccountId, { amount }: Money): Promise<boolean> {
    const { left, mayGoBelowZero } = this.#held.get(accountId) ?? (await this.#hold(accountId));
    const isCovered = mayGoBelowZero || amount.isNegative() || amount.lessThanOrEqualTo(left);
    this.#held.set(accountId, { mayGoBelowZero, left: isCovered ? left.minus(amount) : left });
    return isCovered;
  }

  async #hold(accountId: AccountId): Promise<Held> {
    const [row] = await this.#tx
      .select({ whenCreditEnds: account.whenCreditEnds })
      .from(account)
      .where(eq(account.id, accountId))
      .for('no key update');
    return { left: await creditBalance(this.#tx, accountId), mayGoBelowZero: row?.whenCreditEnds === 'belowZero' };
  }
}

type ChargeRow = typeof charge.$inferSelect;

/** Takes from the credit what the appended entries cost, and returns what they refund. */
async function settlePrepaid(tx: Tx, appended: readonly ChargeRow[]): Promise<void> {
  const entries = appended
    .filter(({ paymentMethod, net }) => paymentMethod === 'prepaidCredit' && !net.isZero())
    .map((row) => ({
      accountId: row.accountId,
      kind: row.net.isNegative() ? ('returned' as const) : ('taken' as const),
      amount: grossOf({ amount: row.net, currency: row.currency }, row.taxRate).amount.negated(),
      currency: row.currency,
      chargeId: row.id,
      createdAt: row.createdAt,
    }));
  if (entries.length > 0) await tx.insert(creditEntry).values(entries);
}
