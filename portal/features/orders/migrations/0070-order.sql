-- Quotes as they were shown, orders that were placed from them, and the steps that carry orders out.
create table quote (
  id uuid primary key default gen_random_uuid(),
  account_id uuid not null references account,
  person_id uuid not null references person on delete cascade,
  kind text not null check (kind in ('purchase', 'seats', 'renewal', 'cancel')),
  change jsonb not null,
  view jsonb not null,
  -- Digest of the parts of the view that cost or commit; null when the change is not possible.
  fingerprint text,
  valid_until timestamptz,
  created_at timestamptz not null
);
create index quote_by_account on quote (account_id, created_at desc);
call protect_account_table('quote');

create sequence customer_order_number;

create table customer_order (
  id uuid primary key default gen_random_uuid(),
  account_id uuid not null references account,
  number text not null unique,
  kind text not null check (kind in ('purchase', 'seats', 'renewal', 'cancel')),
  status text not null check (status in ('awaitingApproval', 'running', 'stuck', 'done', 'failed', 'cancelled')),
  -- Placing the same quote twice is the same order.
  quote_id uuid not null unique references quote,
  payment_method text not null check (payment_method in ('onAccount', 'prepaidCredit')),
  own_reference text,
  -- The person who ordered; null when that person has been removed.
  person_id uuid references person on delete set null,
  person_name text not null,
  vendor text not null,
  change jsonb not null,
  subscription_id uuid,
  tenant_id uuid references tenant,
  currency text not null,
  tax_rate numeric not null,
  today_net numeric not null,
  today_gross numeric not null,
  placed_at timestamptz not null,
  finished_at timestamptz,
  failure_code text,
  failure_facts jsonb
);
create index customer_order_by_account on customer_order (account_id, placed_at desc);
create index customer_order_by_subscription on customer_order (subscription_id, placed_at desc);
create index customer_order_open on customer_order (status, placed_at)
  where status in ('awaitingApproval', 'running', 'stuck');
create index customer_order_by_time on customer_order (placed_at desc);
call protect_account_table('customer_order');

create table order_line (
  id uuid primary key default gen_random_uuid(),
  order_id uuid not null references customer_order on delete cascade,
  account_id uuid not null references account,
  position integer not null,
  offer_id uuid references offer,
  subscription_id uuid,
  name text not null,
  seat_count integer not null,
  term_duration text not null,
  billing_cycle text not null,
  unit_price_per_cycle numeric not null,
  currency text not null,
  answers jsonb,
  -- Lines of the quote's column "today" that are charged when this line is confirmed.
  charges jsonb not null,
  status text not null default 'waiting' check (status in ('waiting', 'done', 'failed')),
  failure_code text,
  failure_facts jsonb,
  unique (order_id, position)
);
create index order_line_by_subscription on order_line (subscription_id);
call protect_account_table('order_line');

create table order_step (
  id uuid primary key default gen_random_uuid(),
  order_id uuid not null references customer_order on delete cascade,
  account_id uuid not null references account,
  position integer not null,
  name text not null,
  status text not null default 'waiting' check (status in ('waiting', 'running', 'done', 'failed', 'skipped')),
  attempt_count integer not null default 0,
  -- Stored before the first attempt and kept until the vendor has answered.
  request_id uuid,
  correlation_id text,
  vendor_reference text,
  result jsonb,
  waiting_on text check (waiting_on in ('vendor', 'provider', 'customer')),
  failure_code text,
  failure_facts jsonb,
  provider_note text,
  started_at timestamptz,
  finished_at timestamptz,
  -- Machine time, not the movable clock: until when a worker has this step, and when the next attempt is due.
  claimed_until timestamptz,
  check_again_at timestamptz,
  unique (order_id, position)
);
create index order_step_open on order_step (check_again_at) where status in ('waiting', 'running');
call protect_account_table('order_step');
