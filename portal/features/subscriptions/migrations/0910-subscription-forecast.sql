-- The charges expected of each subscription that runs, if nobody changes it: the dashboard's forecast is a sum over
-- them. A row is computed anew in the transaction that changes its subscription, and by a pass when prices have changed
-- or its months run out. Elements of the arrays belong together by their place, one for each charge, the next first.
create table subscription_forecast (
  subscription_id uuid primary key references subscription,
  account_id uuid not null references account,
  charged_on date[] not null,
  net numeric[] not null,
  currency text[] not null,
  -- What the net comes from, for charges whose seats have changed since.
  seat_count integer[] not null,
  unit_price_per_cycle numeric[] not null,
  billed_days integer[] not null,
  cycle_days integer[] not null,
  -- {nextTermUnitPricePerCycle, monthlyTermPrice, annualTermPrice}: prices of the next term by the price list.
  prices jsonb not null,
  price_list_version bigint not null,
  -- Charges from this day on are not computed yet; null where no more will come, because the subscription has ended.
  computed_until date,
  check (cardinality(charged_on) = all (array[cardinality(net), cardinality(currency), cardinality(seat_count),
    cardinality(unit_price_per_cycle), cardinality(billed_days), cardinality(cycle_days)]))
);
create index subscription_forecast_by_account on subscription_forecast (account_id, subscription_id);
create index subscription_forecast_by_prices on subscription_forecast (price_list_version)
  where computed_until is not null;
create index subscription_forecast_by_end on subscription_forecast (computed_until) where computed_until is not null;
call protect_account_table('subscription_forecast');

-- How often the price list has changed, so that what was computed from older prices is found: one row, from the first
-- change on, and version 1 before.
create table price_list_state (
  id boolean primary key default true check (id),
  version bigint not null,
  -- Prices that begin or end by their dates alone are looked for once a day; null: not yet.
  dates_checked_at timestamptz
);
call protect_shared_table('price_list_state');

create function count_price_list_change() returns trigger language plpgsql as $$
begin
  insert into price_list_state (version) values (2)
    on conflict (id) do update set version = price_list_state.version + 1;
  return null;
end $$;
create trigger price_list_changed after insert or update or delete on price
  for each statement execute function count_price_list_change();
create trigger price_list_changed after insert or update or delete on price_rule
  for each statement execute function count_price_list_change();

-- Of what is stored already, the pass computes the charges: version 0 is due.
insert into subscription_forecast (subscription_id, account_id, charged_on, net, currency, seat_count,
  unit_price_per_cycle, billed_days, cycle_days, prices, price_list_version, computed_until)
select id, account_id, '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', 0, starts_on
from subscription where status in ('active', 'suspended');
