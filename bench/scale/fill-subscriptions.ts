import type pg from 'pg';
import { copyRows } from './copy-rows.ts';
import { CUSTOMER_COUNT, idOf, SAMPLE_CUSTOMER_COUNT } from './fill-customers.ts';

/** The two companies whose pages are measured have as many of their own at every size. */
export const SMALL_COUNT = 40;
export const LARGE_COUNT = 1_000;
const SMALL_FROM = 10_000_001;
const LARGE_FROM = 20_000_001;
const FILLED_NUMBERS = 'ORD-9999-';

/** Terms end on each of the next days, as many on each, so that a ninth of them ends within thirty. */
const TERM_ENDS_SPREAD_DAYS = 270;
/** One of so many terms has renewed in the last days, and nobody has been notified of it. */
const RENEWED_EVERY = 20;

/**
 * The subscriptions of the other customers with numbers from `from` to `to`: each with the order that bought it (quote,
 * line, steps, charges), what it left behind (event, service with two people, notification, mail, audit), as the demo's
 * purchase of the law firm left it. A few customers have many, most have few.
 */
export async function fillSubscriptions(client: pg.Client, from: number, to: number): Promise<void> {
  await client.query(`
    create temp table unit as
    select n, customer as index, ${idOf('account', 'customer')} as account_id,
      ${idOf('tenant', 'customer')} as tenant_id,
      ${idOf('administrator', 'customer')} as person_id, ${idOf('serviceUser', 'customer')} as user_id
    from generate_series(${from}, ${to}) n,
      lateral (select (hashint4(n)::bigint + 2147483648) / 4294967296.0 as share) spread,
      lateral (select 1 + floor(${CUSTOMER_COUNT} * share * share)::int as customer) as chosen`);
  await fillUnits(client);
}

/** The subscriptions of the two companies whose pages are measured. Their administrators can sign in. */
export async function fillMeasuredCompanies(client: pg.Client): Promise<void> {
  for (const [login, first, count] of [
    ['admin', SMALL_FROM, SMALL_COUNT],
    ['elena.conti', LARGE_FROM, LARGE_COUNT],
  ] as const) {
    await client.query(`
      create temp table unit as
      select n, 0 as index, person.account_id, tenant.id as tenant_id, person.id as person_id, person.id as user_id
      from generate_series(${first}, ${first + count - 1}) n,
        person join tenant on tenant.account_id = person.account_id
      where person.login = '${login}'`);
    await fillUnits(client);
  }
}

/**
 * The rows that the filling copies, as temporary tables: the demo's law firm with its administrator, and what it
 * bought.
 */
export async function findTemplates(client: pg.Client): Promise<void> {
  await client.query(`
    create temp table law_firm as
    select account_id, id as person_id from person where login = 'elena.conti';
    create temp table bought as
    select customer_order.id as order_id, quote_id, subscription.id as subscription_id, subscription.offer_id
    from customer_order join subscription on subscription.order_id = customer_order.id
    where customer_order.account_id = (select account_id from law_firm) and kind = 'purchase'
      and customer_order.status = 'done' and customer_order.vendor = 'microsoft' and ${isOfDemo('number')}
    order by placed_at limit 1`);
}

/** Orders of the filling have numbers that the portal does not give. */
export function isOfDemo(number: string): string {
  return `${number} not like '${FILLED_NUMBERS}%'`;
}

/** Fills from the temporary table `unit`, a row for each subscription, and removes it. */
async function fillUnits(client: pg.Client): Promise<void> {
  await client.query(`
    alter table unit add column order_id uuid, add column subscription_id uuid, add column name text,
      add column offer_id uuid, add column starts_on date, add column ends_before date, add column is_in_sample boolean;
    update unit set order_id = ${idOf('order')}, subscription_id = ${idOf('subscription')},
      ends_before = current_date + 1 + n % ${TERM_ENDS_SPREAD_DAYS},
      is_in_sample = index > ${CUSTOMER_COUNT - SAMPLE_CUSTOMER_COUNT};
    update unit set starts_on = (ends_before - interval '1 year')::date;
    with choice as (
      select offer.id, offer.title, row_number() over (order by offer.id) - 1 as place, count(*) over () as total
      from offer where vendor = 'microsoft'
        and segment = (select segment from offer where id = (select offer_id from bought))
        and length(vendor_product_id) = 12 and not is_trial
    )
    update unit set offer_id = choice.id, name = choice.title from choice where choice.place = unit.n % choice.total;
    analyze unit`);
  const placedAt = `case when is_in_sample then template.placed_at else unit.starts_on + interval '9 hours' end`;
  const at = (column: string) =>
    `case when is_in_sample then template.${column} else unit.starts_on + interval '9 hours' end`;
  const ids = { account_id: 'unit.account_id', order_id: 'unit.order_id', subscription_id: 'unit.subscription_id' };
  const ofTemplate = (table: string, column: string, key: string) =>
    `${table} template join bought on template.${column} = bought.${key}, unit`;

  await copyRows(client, 'quote', ofTemplate('quote', 'id', 'quote_id'), {
    id: idOf('quote'),
    account_id: ids.account_id,
    person_id: 'unit.person_id',
    created_at: at('created_at'),
  });
  await copyRows(client, 'customer_order', ofTemplate('customer_order', 'id', 'order_id'), {
    id: ids.order_id,
    account_id: ids.account_id,
    number: `'${FILLED_NUMBERS}' || n`,
    quote_id: idOf('quote'),
    person_id: 'unit.person_id',
    tenant_id: 'unit.tenant_id',
    placed_at: placedAt,
    finished_at: placedAt,
  });
  await copyRows(client, 'order_line', ofTemplate('order_line', 'order_id', 'order_id'), {
    id: idOf('line'),
    account_id: ids.account_id,
    order_id: ids.order_id,
    subscription_id: ids.subscription_id,
    name: 'unit.name',
    offer_id: 'unit.offer_id',
  });
  await copyRows(client, 'order_step', ofTemplate('order_step', 'order_id', 'order_id'), {
    id: 'gen_random_uuid()',
    account_id: ids.account_id,
    order_id: ids.order_id,
  });
  await copyRows(client, 'subscription', ofTemplate('subscription', 'id', 'subscription_id'), {
    id: ids.subscription_id,
    account_id: ids.account_id,
    order_id: ids.order_id,
    tenant_id: 'unit.tenant_id',
    offer_id: 'case when is_in_sample then template.offer_id else unit.offer_id end',
    name: 'case when is_in_sample then template.name else unit.name end',
    vendor_subscription_id: `${ids.subscription_id}::text`,
    starts_on: 'case when is_in_sample then template.starts_on else unit.starts_on end',
    ends_before: 'case when is_in_sample then template.ends_before else unit.ends_before end',
    purchased_or_renewed_at: at('purchased_or_renewed_at'),
    cancellation_allowed_until: `case when is_in_sample then template.cancellation_allowed_until
      else unit.starts_on + interval '7 days' end`,
    last_window_closes_at: `case when is_in_sample then template.last_window_closes_at
      else unit.starts_on + interval '7 days' end`,
    read_again_at: `now() + interval '1 day' + (n % 86400) * interval '1 second'`,
    charged_until: 'current_date + 1',
    next_charge_on: 'current_date + 1 + (n % 28)::int',
    checks_seats: 'false',
    created_at: at('created_at'),
  });
  await copyRows(client, 'charge', `${ofTemplate('charge', 'order_id', 'order_id')}, generate_series(1, 3) as month`, {
    id: 'gen_random_uuid()',
    ...ids,
    order_line_id: idOf('line'),
    name: 'unit.name',
    charged_on: 'unit.starts_on + 30 * (month - 1)',
    created_at: `unit.starts_on + 30 * (month - 1) + interval '9 hours'`,
    quote_line_key: `template.quote_line_key || month`,
    entry_key: `template.entry_key || month`,
  });
  await copyRows(
    client,
    'subscription_event',
    `${ofTemplate('subscription_event', 'subscription_id', 'subscription_id')}
    where template.kind = 'started'`,
    {
      id: 'gen_random_uuid()',
      account_id: ids.account_id,
      subscription_id: ids.subscription_id,
      happened_at: at('happened_at'),
    },
  );
  await client.query(`
    insert into subscription_event (account_id, subscription_id, kind, facts, happened_at)
    select account_id, subscription_id, 'renewed', '{}', now() - (n % 1000) * interval '1 minute'
    from unit where index > 0 and n % ${RENEWED_EVERY} = 0`);
  await copyRows(client, 'service', ofTemplate('service', 'subscription_id', 'subscription_id'), {
    id: idOf('service'),
    account_id: ids.account_id,
    subscription_id: ids.subscription_id,
    name: 'unit.name',
  });
  await client.query(`
    insert into service_assignment (service_id, person_id, account_id, assigned_at)
    select ${idOf('service')}, person_id, account_id, starts_on from unit
    union select ${idOf('service')}, user_id, account_id, starts_on from unit`);
  await fillTraces(client);
  await client.query('drop table unit');
}

/** What an order leaves behind for people and for the provider. */
async function fillTraces(client: pg.Client): Promise<void> {
  const account = 'template.account_id = (select account_id from law_firm)';
  await copyRows(
    client,
    'notification',
    `(select template.* from notification template
    where ${account} and link is not null order by created_at limit 1) template, unit`,
    {
      id: 'gen_random_uuid()',
      account_id: 'unit.account_id',
      person_id: 'unit.person_id',
      link: `'/account/orders/' || unit.order_id`,
      created_at: `unit.starts_on + interval '9 hours'`,
      read_at: `case when n % 3 = 0 then null else unit.starts_on + interval '10 hours' end`,
    },
  );
  await copyRows(
    client,
    'mail',
    `(select template.* from mail template
    where ${account} and kind = 'orders.done' order by created_at limit 1) template, unit`,
    {
      id: 'gen_random_uuid()',
      account_id: 'unit.account_id',
      person_id: 'unit.person_id',
      created_at: `unit.starts_on + interval '9 hours'`,
    },
  );
  await copyRows(
    client,
    'audit_record',
    `(select distinct on (event) template.* from audit_record template
    where ${account} and event in ('orders.quoted', 'orders.placed', 'orders.stepDone', 'orders.done')
    order by event, created_at) template, unit`,
    {
      id: 'gen_random_uuid()',
      account_id: 'unit.account_id',
      person_id: 'unit.person_id',
      created_at: `unit.starts_on + interval '9 hours'`,
    },
  );
}
