-- The charges become a ledger of every cycle: entries that no order caused have none.
alter table charge
  alter column order_id drop not null,
  alter column order_line_id drop not null,
  alter column quote_line_key drop not null,
  add column source text not null default 'order' check (source in ('order', 'cycle', 'change', 'correction')),
  -- The entry that a correction takes back.
  add column corrects_charge_id uuid references charge,
  -- Unique within the subscription, so that each cycle is charged once. Null only where a process of the version
  -- before has appended the charge of an order.
  add column entry_key text;

update charge set entry_key = case
  when code = 'purchase' then 'cycle:' || cycle_starts_on
  else 'order:' || order_line_id || ':' || quote_line_key end;

alter table charge
  add constraint charge_of_order check (
    (source = 'order') = (order_id is not null and order_line_id is not null and quote_line_key is not null)),
  add constraint charge_has_key check (source = 'order' or entry_key is not null),
  add constraint charge_corrected check ((source = 'correction') = (corrects_charge_id is not null));

create unique index charge_once on charge (subscription_id, entry_key);
create index charge_by_corrected on charge (corrects_charge_id) where corrects_charge_id is not null;
-- How a subscription is paid: as its last order.
create index charge_of_orders on charge (subscription_id, created_at desc) where source = 'order';

-- Prepaid credit pays cycles too.
alter table credit_entry
  add column charge_id uuid references charge,
  drop constraint credit_entry_check1,
  add constraint credit_entry_cause check (kind = 'topUp' or order_id is not null or charge_id is not null);
create unique index credit_entry_once_per_charge on credit_entry (charge_id);
