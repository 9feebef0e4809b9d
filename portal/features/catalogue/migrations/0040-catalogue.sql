-- Everything that can be bought. A product has offers (Microsoft: SKUs), an offer has prices by market, currency, term
-- and billing.
create table product (
  id uuid primary key default gen_random_uuid(),
  vendor text not null,
  vendor_product_id text not null,
  title text not null,
  publisher text not null default '',
  category text not null,
  description text not null default '',
  created_at timestamptz not null,
  unique (vendor, vendor_product_id)
);
create index product_by_category on product (category, title);
call protect_shared_table('product');

create table offer (
  id uuid primary key default gen_random_uuid(),
  product_id uuid not null references product,
  vendor text not null,
  vendor_product_id text not null,
  vendor_sku_id text not null,
  title text not null,
  description text not null default '',
  segment text not null,
  is_trial boolean not null default false,
  is_add_on boolean not null default false,
  seat_count_min integer not null default 1 check (seat_count_min >= 1),
  seat_count_max integer check (seat_count_max >= seat_count_min),
  prerequisites jsonb not null default '[]',
  provisioning_id text,
  order_form jsonb,
  service_url text,
  -- Normalised titles and ids, see search/search-text.ts.
  search_text text not null,
  -- From the first to the last day on which any of its prices holds.
  sold_from timestamptz not null,
  sold_until timestamptz not null,
  facts_read_at timestamptz,
  created_at timestamptz not null,
  unique (vendor, vendor_product_id, vendor_sku_id)
);
create index offer_by_product on offer (product_id);
call protect_shared_table('offer');

create table price_import (
  id uuid primary key default gen_random_uuid(),
  vendor text not null,
  file_name text not null,
  market text not null,
  rows_read integer not null,
  imported integer not null,
  unchanged integer not null,
  duplicates integer not null,
  offers_added integer not null,
  rejected_count integer not null,
  -- The first of them, with line and reason.
  rejected jsonb not null,
  person_id uuid,
  created_at timestamptz not null
);
create index price_import_by_time on price_import (created_at desc);
call protect_shared_table('price_import');

create table price (
  id uuid primary key default gen_random_uuid(),
  offer_id uuid not null references offer,
  market text not null,
  currency text not null,
  segment text not null,
  term_duration text not null,
  billing_cycle text not null,
  -- Both for the whole term, net, for one licence.
  cost_per_term numeric not null check (cost_per_term >= 0),
  retail_price_per_term numeric check (retail_price_per_term >= 0),
  effective_from timestamptz not null,
  effective_until timestamptz not null check (effective_until > effective_from),
  -- Of price_import; no foreign key, because one transaction writes both and a hundred thousand checks take seconds.
  import_id uuid,
  unique (offer_id, market, currency, segment, term_duration, billing_cycle, effective_from)
);
call protect_shared_table('price');

-- How the customer's price is made. The most specific rule decides; without any, it is the recommended price.
create table price_rule (
  id uuid primary key default gen_random_uuid(),
  scope text not null check (scope in ('everything', 'segment', 'product', 'offer')),
  segment text,
  product_id uuid references product,
  offer_id uuid references offer,
  base text not null check (base in ('retail', 'cost')),
  -- Added to the base: -100 or more.
  percent numeric not null check (percent >= -100),
  updated_at timestamptz not null,
  unique nulls not distinct (scope, segment, product_id, offer_id),
  check ((scope = 'segment') = (segment is not null)),
  check ((scope = 'product') = (product_id is not null)),
  check ((scope = 'offer') = (offer_id is not null))
);
call protect_shared_table('price_rule');

-- An import puts the rows that it has read here, piece by piece, before one short transaction merges them. They are not
-- needed after the import, so they need no place in the write-ahead log.
create unlogged table staged_price (
  import_id uuid not null,
  line integer not null,
  vendor_product_id text not null,
  vendor_sku_id text not null,
  market text not null,
  currency text not null,
  segment text not null,
  term_duration text not null,
  billing_cycle text not null,
  cost_per_term numeric not null,
  retail_price_per_term numeric,
  effective_from timestamptz not null,
  effective_until timestamptz not null,
  staged_at timestamptz not null
);
call protect_shared_table('staged_price');

create unlogged table staged_offer (
  import_id uuid not null,
  vendor_product_id text not null,
  vendor_sku_id text not null,
  product_title text not null,
  sku_title text not null,
  publisher text not null,
  description text not null,
  category text not null,
  is_trial boolean not null,
  title_text text not null,
  id_text text not null,
  staged_at timestamptz not null
);
call protect_shared_table('staged_offer');

-- The words of all titles, by which the search corrects typing errors. No trigram index on offers: under row security
-- the database may not use it, and two thousand offers are read in less time than a search may take.
create table search_word (
  word text primary key
);
call protect_shared_table('search_word');
