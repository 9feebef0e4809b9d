import {
  checkSubscriptionChange,
  type EndOfTermChoice,
  endOfTermChoices,
  lifecycleStages,
  subscriptionAfter,
} from '@licence-portal/nce';
import { zero } from '@licence-portal/nce/money';
import { z } from 'zod';
import { type OperationContext, operation } from '#platform/operation.server.ts';
import { DateText, InstantText, MoneyWire, moneyWire } from '#platform/wire.ts';
import { findPendingOrder } from '../change/find-pending-order.ts';
import { type Changeable, getChangeable } from '../change/get-changeable.ts';
import { BillingCycle, SubscriptionId, TermDuration } from '../subscription-wire.ts';
import { nextTermPrices } from './next-term-prices.ts';

const Offer = z.object({
  seatCount: z.number().int().describe('Licences of the next term.'),
  termDuration: TermDuration,
  billingCycle: BillingCycle,
  unitPricePerCycle: MoneyWire.describe('Net price of one licence for one charge cycle, not rounded.'),
  firstCharge: z
    .object({ on: DateText.describe('Day of the charge.'), net: MoneyWire.describe('Net amount of the charge.') })
    .describe('First charge after the end of the present term.'),
  commitment: z
    .object({
      endsOn: DateText.describe('Last day that it commits to.'),
      net: MoneyWire.describe('Net amount until that day.'),
    })
    .describe('The whole commitment: the next term, or its first month.'),
});

const End = z.object({
  accessEndsAt: InstantText.describe('Instant at which people lose access.'),
  dataDeletedAt: InstantText.nullable().describe(
    'Instant until which administrators can still save the data; null where the vendor states none.',
  ),
});

const Choice = z
  .object({
    outcome: z
      .enum(['renews', 'extendsMonthly', 'ends'])
      .describe('Outcome at the end of the term: `renews`, `extendsMonthly` (month to month) or `ends`.'),
    isPlanned: z.boolean().describe('It happens if nothing is changed.'),
    canChoose: z.boolean().describe('It can be chosen now instead of the planned outcome.'),
    offer: Offer.nullable().describe(
      "Its terms and net price by today's price list; null for an end, and where the list has no price.",
    ),
    end: End.nullable().describe('Consequences of an end; null for the other outcomes.'),
  })
  .describe('One choice for the end of the term.');

export const getEndOfTerm = operation({
  name: 'subscriptions.getEndOfTerm',
  description:
    'Gets the choices for the end of the term of a subscription, with the price of each. The list is empty for a ' +
    'subscription that has ended.',
  kind: 'read',
  permission: 'subscriptions.read',
  input: z.object({ subscriptionId: SubscriptionId }),
  output: z.object({
    isTrial: z.boolean().describe('It is a free trial.'),
    endsBefore: DateText.describe('First day after the present term.'),
    choices: z.array(Choice).describe('The choices: renewal, extension, end.'),
  }),
  refusals: ['subscriptions.notFound'],
  async run(context, { subscriptionId }) {
    const changeable = await getChangeable(context, subscriptionId);
    const { row, state } = changeable;
    const prices = await nextTermPrices(context.tx, { ...row, state }, context.clock.now());
    const isChanging = (await findPendingOrder(context.tx, subscriptionId)) !== undefined;
    return {
      isTrial: row.isTrial,
      endsBefore: row.endsBefore.toString(),
      choices: endOfTermChoices(state, prices).map((choice) => shownChoice(context, changeable, choice, isChanging)),
    };
  },
});

function shownChoice(
  { clock }: OperationContext,
  changeable: Changeable,
  choice: EndOfTermChoice,
  isChanging: boolean,
): z.input<typeof Choice> {
  const { state, availableOffers } = changeable;
  const { outcome, isChosen } = choice;
  const refusal = checkSubscriptionChange(state, { kind: 'renewal', outcome }, clock.now(), availableOffers);
  return {
    outcome,
    isPlanned: isChosen,
    canChoose: !isChosen && !isChanging && refusal === undefined,
    offer: choice.outcome === 'ends' || choice.offer === undefined ? null : shownOffer(choice.offer),
    end: choice.outcome === 'ends' ? shownEnd(changeable, choice.accessEndsAt) : null,
  };
}

function shownOffer(offer: NonNullable<Exclude<EndOfTermChoice, { outcome: 'ends' }>['offer']>): z.input<typeof Offer> {
  const { seatCount, termDuration, billingCycle, unitPricePerCycle, firstCharge, commitment } = offer;
  return {
    seatCount,
    termDuration,
    billingCycle,
    unitPricePerCycle: moneyWire(unitPricePerCycle),
    firstCharge: { on: firstCharge.cycle.startsOn.toString(), net: moneyWire(firstCharge.net) },
    commitment: { endsOn: commitment.endsOn.toString(), net: moneyWire(commitment.net) },
  };
}

/** The time for which data are kept is Microsoft's rule, and holds where a term can be extended month to month. */
function shownEnd({ state }: Changeable, accessEndsAt: Temporal.Instant) {
  const nothing = zero(state.unitPricePerCycle.currency);
  const ended = subscriptionAfter(state, { kind: 'renewal', outcome: 'ends' }, accessEndsAt, nothing);
  const deleted = state.neverExtends ? undefined : lifecycleStages(ended).find(({ status }) => status === 'deleted');
  return { accessEndsAt: accessEndsAt.toString(), dataDeletedAt: deleted?.startsAt?.toString() ?? null };
}
