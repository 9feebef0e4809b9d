-- A quote is what was shown; an order is what was promised; its steps are how it is done.
create table quote (
  id uuid primary key default gen_random_uuid(),
  account_id uuid not null references account,
  person_id uuid not null references person on delete cascade,
  kind text not null check (kind in ('purchase', 'seats', 'renewal', 'cancel')),
  change jsonb not null,
  view jsonb not null,
  -- Digest of all in the view that costs or commits; null for what is not possible.
  fingerprint text,
  valid_until timestamptz,
  created_at timestamptz not null
);
create index quote_by_account on quote (account_id, created_at desc);
call protect_account_table('quote');

create sequence order_number;

create table orders (
  id uuid primary key default gen_random_uuid(),
  account_id uuid not null references account,
  number text not null unique,
  kind text not null check (kind in ('purchase', 'seats', 'renewal', 'cancel')),
  status text not null check (status in ('awaitingApproval', 'running', 'stuck', 'done', 'failed', 'cancelled')),
  -- Placing the same quote twice is the same order.
  quote_id uuid not null unique references quote,
  payment_method text not null check (payment_method in ('onAccount', 'prepaidCredit')),
  own_reference text,
  -- Who ordered; null when that person has been removed.
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
create index orders_by_account on orders (account_id, placed_at desc);
create index orders_by_subscription on orders (subscription_id, placed_at desc);
create index orders_open on orders (status, placed_at) where status in ('awaitingApproval', 'running', 'stuck');
create index orders_by_time on orders (placed_at desc);
call protect_account_table('orders');

create table order_line (
  id uuid primary key default gen_random_uuid(),
  order_id uuid not null references orders on delete cascade,
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
  order_id uuid not null references orders on delete cascade,
  account_id uuid not null references account,
  position integer not null,
  name text not null,
  status text not null default 'waiting' check (status in ('waiting', 'running', 'done', 'failed', 'skipped')),
  attempt_count integer not null default 0,
  -- Stored before the first attempt and kept until an answer came.
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
  -- The machine's time, not the movable clock: until when a worker has this step, and when it is asked again.
  claimed_until timestamptz,
  check_again_at timestamptz,
  unique (order_id, position)
);
create index order_step_open on order_step (check_again_at) where status in ('waiting', 'running');
call protect_account_table('order_step');

-- What was charged or refunded; appended, never changed.
create table charge (
  id uuid primary key default gen_random_uuid(),
  account_id uuid not null references account,
  order_id uuid not null references orders,
  order_line_id uuid not null references order_line,
  subscription_id uuid,
  kind text not null check (kind in ('charge', 'refund')),
  code text not null,
  name text not null,
  seat_count integer not null,
  unit_price_per_cycle numeric not null,
  cycle_starts_on date not null,
  cycle_ends_before date not null,
  billed_days integer not null,
  cycle_days integer not null,
  -- Negative for a refund.
  net numeric not null,
  tax_rate numeric not null,
  currency text not null,
  payment_method text not null check (payment_method in ('onAccount', 'prepaidCredit')),
  charged_on date not null,
  created_at timestamptz not null,
  -- The line of the quote, so that confirming twice charges once.
  quote_line_key text not null,
  unique (order_line_id, quote_line_key)
);
create index charge_by_account on charge (account_id, charged_on desc);
create index charge_by_order on charge (order_id);
create index charge_by_subscription on charge (subscription_id, charged_on desc);
call protect_account_table('charge');
revoke update, delete on charge from portal_app;

-- Prepaid credit: the balance is the sum. Appended, never changed.
create table credit_entry (
  id uuid primary key default gen_random_uuid(),
  account_id uuid not null references account,
  kind text not null check (kind in ('topUp', 'taken', 'returned')),
  -- Gross; negative when taken.
  amount numeric not null check ((kind = 'taken') = (amount < 0)),
  currency text not null,
  order_id uuid references orders,
  note text,
  created_at timestamptz not null,
  check (kind = 'topUp' or order_id is not null)
);
create index credit_entry_by_account on credit_entry (account_id, created_at desc);
create unique index credit_entry_once_per_order on credit_entry (order_id, kind);
call protect_account_table('credit_entry');
revoke update, delete on credit_entry from portal_app;
