-- breaking: an import of the version before names unique keys that are gone; everything else of it runs on.
set local app.scope = 'system';
set local lock_timeout = '500ms';

-- An SKU may be sold to several segments: each is an offer of its own.
alter table offer drop constraint offer_vendor_vendor_product_id_vendor_sku_id_key;
alter table offer add constraint offer_once unique (vendor, vendor_product_id, vendor_sku_id, segment);

-- A price may begin at a number of licences (price tiers).
alter table price add column seat_count_from integer not null default 1 check (seat_count_from >= 1);
do $$
declare
  cut_name text;
begin
  select conname into strict cut_name from pg_constraint where conrelid = 'price'::regclass and contype = 'u';
  execute format('alter table price drop constraint %I', cut_name);
end $$;
alter table price add constraint price_once unique (offer_id, market, currency, segment, term_duration, billing_cycle,
  seat_count_from, effective_from);

-- Where an offer can be bought, and when: {"IT:EUR": [from, until]} in milliseconds since 1970. Kept with its prices,
-- so that the search shows to an account only what is sold in its market and currency.
alter table offer add column sold_in jsonb not null default '{}';

create function markets_of_offer(sold_offer uuid) returns jsonb language sql stable as $$
  select coalesce(jsonb_object_agg(place, jsonb_build_array(starts, ends)), '{}')
  from (
    select market || ':' || currency as place,
      min(extract(epoch from effective_from) * 1000)::bigint as starts,
      max(extract(epoch from effective_until) * 1000)::bigint as ends
    from price
    where offer_id = sold_offer and is_sold and term_duration in ('P1M', 'P1Y', 'P3Y')
    group by market, currency
  ) sold
$$;

create function keep_markets_of_new_prices() returns trigger language plpgsql as $$
begin
  update offer set sold_in = markets_of_offer(id)
  where id in (select offer_id from changed) and sold_in is distinct from markets_of_offer(id);
  return null;
end $$;
create trigger price_markets_added after insert on price referencing new table as changed
  for each statement execute function keep_markets_of_new_prices();
create trigger price_markets_changed after update on price referencing new table as changed
  for each statement execute function keep_markets_of_new_prices();
create trigger price_markets_removed after delete on price referencing old table as changed
  for each statement execute function keep_markets_of_new_prices();
update offer set sold_in = markets_of_offer(id) where exists (select from price where offer_id = offer.id);

drop trigger offer_changed on offer;
create trigger offer_changed before update on offer
  for each row
  when (
    (old.product_id, old.search_text, old.segment, old.is_trial, old.is_add_on, old.sold_from, old.sold_until,
      old.sold_in)
      is distinct from
    (new.product_id, new.search_text, new.segment, new.is_trial, new.is_add_on, new.sold_from, new.sold_until,
      new.sold_in)
  )
  execute function mark_offer_changed();

-- An import is a draft until it is published, and can be rolled back.
alter table price_import
  add column status text not null default 'published'
    check (status in ('draft', 'published', 'rolledBack', 'discarded')),
  -- From when its prices hold, unless they begin later themselves; null for imports before this column.
  add column holds_from timestamptz,
  -- Plans that the sheet no longer has, and prices that wait for the provider's word.
  add column withdrawn_count integer not null default 0,
  add column held_count integer not null default 0,
  add column published_at timestamptz,
  -- Counts the changes of the price list by imports: of the last one by this import, and the one before a draft.
  add column publication integer,
  add column compared_with integer not null default 0,
  add column rolled_back_at timestamptz;
update price_import set published_at = created_at, publication = numbered.publication
from (select id, row_number() over (order by created_at, id) as publication from price_import) numbered
where numbered.id = price_import.id;

-- What an import changes, by the key of the price list: the prices that take the place of others, in the order of
-- their starts, and those that were replaced, for a roll-back.
create table price_change (
  import_id uuid not null references price_import on delete cascade,
  key text not null,
  vendor_product_id text not null,
  vendor_sku_id text not null,
  market text not null,
  currency text not null,
  segment text not null,
  term_duration text not null,
  billing_cycle text not null,
  seat_count_from integer not null,
  title text not null,
  kind text not null check (kind in ('new', 'gone', 'dearer', 'cheaper', 'other')),
  changes_at timestamptz not null,
  cost_before numeric,
  retail_before numeric,
  cost_after numeric,
  retail_after numeric,
  starts timestamptz[] not null default '{}',
  ends timestamptz[] not null default '{}',
  costs numeric[] not null default '{}',
  retails numeric[] not null default '{}',
  replaced jsonb,
  -- Why it waits for the provider's word; empty: it does not wait.
  held_for text[] not null default '{}',
  decision text check (decision in ('released', 'declined', 'superseded')),
  decided_by uuid,
  decided_at timestamptz,
  primary key (import_id, key)
);
create index price_change_by_kind on price_change (import_id, kind, title);
create index price_change_held on price_change (import_id) where held_for <> '{}' and decision is null;
call protect_shared_table('price_change');

-- The share by which a price may move before it waits for the provider's word: one row, from its first change on.
create table price_list_setting (
  id boolean primary key default true check (id),
  held_above_percent numeric not null check (held_above_percent > 0)
);
call protect_shared_table('price_list_setting');

-- A draft keeps the texts of its plans; they outlive a crash. The prices of a sheet are compared at once.
alter table staged_offer set logged;
alter table staged_offer
  alter column product_title drop not null,
  alter column sku_title drop not null,
  alter column publisher drop not null,
  alter column description drop not null,
  alter column is_trial drop not null,
  alter column category drop not null,
  alter column title_text drop not null,
  -- Null: the sheet has no column for it.
  add column segment text;
drop table staged_price;
create unlogged table staged_price (
  import_id uuid not null,
  line integer not null,
  vendor_product_id text not null,
  vendor_sku_id text not null,
  market text not null,
  currency text not null,
  -- Null: the sheet has no column for it.
  segment text,
  term_duration text not null,
  billing_cycle text not null,
  seat_count_from integer not null,
  cost_per_term numeric not null,
  retail_price_per_term numeric,
  effective_from timestamptz not null,
  effective_until timestamptz not null,
  -- The title of the plan that a row of the extended service term belongs to; null for other rows.
  extended_title text,
  staged_at timestamptz not null
);
call protect_shared_table('staged_price');
