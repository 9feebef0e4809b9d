import { utcDate } from '@licence-portal/nce';
import { type SQL, sql } from 'drizzle-orm';
import { nextChargeOf } from '../remaining-charges.ts';
import { type SubscriptionRow, subscription, subscriptionForecast } from '../tables.ts';

type Expected = Readonly<{ on: string; net: Readonly<{ amount: string; currency: string }> }>;

/** A column of a selection of subscriptions: the next charge by the forecast, if nobody changes anything. */
export function forecastCharge(now: Temporal.Instant): SQL<Expected | null> {
  const { subscriptionId, chargedOn, net, currency } = subscriptionForecast;
  return sql<Expected | null>`(
    select json_build_object('on', cycle.charged_on::text,
      'net', json_build_object('amount', cycle.net::text, 'currency', cycle.currency))
    from ${subscriptionForecast}, unnest(${chargedOn}, ${net}, ${currency}) as cycle (charged_on, net, currency)
    where ${subscriptionId} = ${subscription.id} and cycle.charged_on > ${utcDate(now).toString()}::date
    order by cycle.charged_on limit 1)`;
}

/** The next charge: of the present term, else of the next one. @param forecast  as `forecastCharge` selects it */
export function nextExpectedCharge(row: SubscriptionRow, forecast: Expected | null, now: Temporal.Instant) {
  return nextChargeOf(row, now) ?? forecast;
}
