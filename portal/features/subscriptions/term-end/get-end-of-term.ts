import {
  checkSubscriptionChange,
  type EndOfTermChoice,
  endOfTermChoices,
  lifecycleStages,
  subscriptionAfter,
  zero,
} from '@licence-portal/nce';
import { z } from 'zod';
import { idOf } from '#platform/ids.ts';
import { type OperationContext, operation } from '#platform/operation.server.ts';
import { DateText, InstantText, MoneyWire, moneyWire } from '#platform/wire.ts';
import { findOpenChange } from '../change/find-pending-order.ts';
import { type Changeable, getChangeable } from '../change/get-changeable.ts';
import { nextTermPrices } from './next-term-prices.ts';

/** What a choice for the end of the term costs, net, by the price list of today. */
const Offer = z.object({
  seatCount: z.number().int(),
  termDuration: z.string(),
  billingCycle: z.string(),
  /** Of one seat and one charge cycle, not rounded. */
  unitPricePerCycle: MoneyWire,
  firstCharge: z.object({ on: DateText, net: MoneyWire }),
  /** All that it commits to: the next term, or its first month. */
  commitment: z.object({ endsOn: DateText, net: MoneyWire }),
});

const Choice = z.object({
  outcome: z.enum(['renews', 'extendsMonthly', 'ends']),
  /** It will happen if nothing is changed. */
  isPlanned: z.boolean(),
  /** It can be chosen now in place of what is planned. */
  canChoose: z.boolean(),
  /** Null for an end, and where the price list does not tell. */
  offer: Offer.nullable(),
  /** Of an end: when people lose access, and until when administrators can still save the data; null where nobody says. */
  end: z.object({ accessEndsAt: InstantText, dataDeletedAt: InstantText.nullable() }).nullable(),
});

/** What can happen when the term is over, with what each choice costs; nothing for a subscription that is over already. */
export const getEndOfTerm = operation({
  name: 'subscriptions.getEndOfTerm',
  kind: 'read',
  permission: 'subscriptions.read',
  input: z.object({ subscriptionId: idOf('subscription') }),
  output: z.object({ isTrial: z.boolean(), endsBefore: DateText, choices: z.array(Choice) }),
  refusals: ['subscriptions.notFound'],
  async run(context, { subscriptionId }) {
    const changeable = await getChangeable(context, subscriptionId);
    const { row, state } = changeable;
    const prices = await nextTermPrices(context.tx, { ...row, state }, context.clock.now());
    const isChanging = (await findOpenChange(context.tx, subscriptionId)) !== undefined;
    const extendsMonthly = context.services.vendors[row.vendor]?.extendsMonthly ?? false;
    return {
      isTrial: row.isTrial,
      endsBefore: row.endsBefore.toString(),
      choices: endOfTermChoices(state, prices)
        .filter(({ outcome, isChosen }) => outcome !== 'extendsMonthly' || extendsMonthly || isChosen)
        .map((choice) => shownChoice(context, changeable, choice, { isChanging, extendsMonthly })),
    };
  },
});

function shownChoice(
  { clock }: OperationContext,
  changeable: Changeable,
  choice: EndOfTermChoice,
  { isChanging, extendsMonthly }: Readonly<{ isChanging: boolean; extendsMonthly: boolean }>,
): z.input<typeof Choice> {
  const { state, sale } = changeable;
  const { outcome, isChosen } = choice;
  const isOffered = !isChosen && !isChanging && (outcome !== 'extendsMonthly' || extendsMonthly);
  const refused = checkSubscriptionChange(state, { kind: 'renewal', outcome }, clock.now(), sale);
  return {
    outcome,
    isPlanned: isChosen,
    canChoose: isOffered && refused === undefined,
    offer: choice.outcome === 'ends' || choice.offer === undefined ? null : shownOffer(choice.offer),
    end: choice.outcome === 'ends' ? shownEnd(changeable, choice.accessEndsAt, extendsMonthly) : null,
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

/** How long data are kept is Microsoft's rule, and holds where its terms can go on month by month. */
function shownEnd({ state }: Changeable, accessEndsAt: Temporal.Instant, extendsMonthly: boolean) {
  const nothing = zero(state.unitPricePerCycle.currency);
  const ended = subscriptionAfter(state, { kind: 'renewal', outcome: 'ends' }, accessEndsAt, nothing);
  const deleted = extendsMonthly ? lifecycleStages(ended).find(({ status }) => status === 'deleted') : undefined;
  return { accessEndsAt: accessEndsAt.toString(), dataDeletedAt: deleted?.startsAt?.toString() ?? null };
}
