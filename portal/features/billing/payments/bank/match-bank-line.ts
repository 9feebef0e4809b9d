import { Decimal } from '@licence-portal/nce';
import type { AccountId, Id } from '#platform/ids.ts';

/** What a movement of the bank has in common with a customer. */
export const MATCH_REASONS = ['invoiceNumber', 'vatNumber', 'knownIban', 'amount', 'name'] as const;
export type MatchReason = (typeof MATCH_REASONS)[number];

const WEIGHTS: Readonly<Record<MatchReason, number>> = {
  invoiceNumber: 8,
  vatNumber: 8,
  knownIban: 6,
  amount: 3,
  name: 4,
};
/** An amount alone may be anybody's. */
const WEIGHT_MIN = 4;

export type BankMovement = Readonly<{
  amount: Decimal;
  currency: string;
  payerName: string | null;
  payerIban: string | null;
  reference: string | null;
}>;

/** A customer as far as a movement can be compared with it. */
export type Candidate = Readonly<{
  accountId: AccountId;
  name: string;
  vatNumber: string | null;
  taxCode: string | null;
  /** IBANs from which it has paid. */
  ibans: ReadonlySet<string>;
  unpaid: readonly Readonly<{ invoiceId: Id<'invoice'>; number: string; open: Decimal; currency: string }>[];
}>;

export type Match = Readonly<{
  accountId: AccountId;
  reasons: readonly MatchReason[];
  /** The unpaid invoices that the payer named. */
  namedInvoices: readonly Id<'invoice'>[];
}>;

/** The customer who has most in common with a movement; undefined where none has enough, or two have the same. */
export function matchOf(movement: BankMovement, candidates: readonly Candidate[]): Match | undefined {
  const ranked = candidates
    .map((candidate) => compare(movement, candidate))
    .map((match) => ({ match, weight: match.reasons.reduce((sum, reason) => sum + WEIGHTS[reason], 0) }))
    .filter(({ weight }) => weight >= WEIGHT_MIN)
    .toSorted((left, right) => right.weight - left.weight);
  const [best, second] = ranked;
  return best === undefined || best.weight === second?.weight ? undefined : best.match;
}

function compare(movement: BankMovement, candidate: Candidate): Match {
  const { accountId, vatNumber, taxCode, ibans, unpaid } = candidate;
  const text = movement.reference ?? '';
  const named = unpaid.filter(({ number }) => isNamed(number, text));
  const ofCurrency = unpaid.filter(({ currency }) => currency === movement.currency);
  const total = ofCurrency.reduce((sum, { open }) => sum.plus(open), new Decimal(0));
  const isAmount = total.equals(movement.amount) || ofCurrency.some(({ open }) => open.equals(movement.amount));
  const words = `${text} ${movement.payerName ?? ''}`;
  const reasons: readonly (MatchReason | false)[] = [
    named.length > 0 && 'invoiceNumber',
    [vatNumber, taxCode].some((code) => code !== null && new RegExp(`\\b(IT)?${code}\\b`, 'i').test(words)) &&
      'vatNumber',
    movement.payerIban !== null && ibans.has(movement.payerIban) && 'knownIban',
    ofCurrency.length > 0 && isAmount && 'amount',
    movement.payerName !== null && isSameName(candidate.name, movement.payerName) && 'name',
  ];
  return {
    accountId,
    reasons: reasons.filter((reason) => reason !== false),
    namedInvoices: named.map(({ invoiceId }) => invoiceId),
  };
}

/** `P/2026/12` as people write it: `P/2026/12`, `P 2026 12`, `P-2026-012`, `P202612` is nobody's. */
function isNamed(number: string, text: string): boolean {
  const parts = number.split('/');
  const pattern = parts.map((part, index) => (index === parts.length - 1 ? `0*${part}` : part)).join('[\\s/.\\-]+');
  return new RegExp(`(^|[^A-Z0-9])${pattern}([^0-9]|$)`, 'i').test(text);
}

const LEGAL_FORMS = /\b(s\s?r\s?l\s?s?|s\s?p\s?a|s\s?n\s?c|s\s?a\s?s|soc(ieta)?|coop|ltd|gmbh)\b/g;

function isSameName(left: string, right: string): boolean {
  const plain = (name: string) =>
    name
      .normalize('NFD')
      .replaceAll(/\p{M}/gu, '')
      .toLowerCase()
      .replaceAll('.', '')
      .replaceAll(/[^a-z0-9]+/g, ' ')
      .replaceAll(LEGAL_FORMS, ' ')
      .replaceAll(/\s+/g, ' ')
      .trim();
  return plain(left) !== '' && plain(left) === plain(right);
}
