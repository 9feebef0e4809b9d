-- Charges and refunds; appended, never changed.
create table charge (
  id uuid primary key default gen_random_uuid(),
  account_id uuid not null references account,
  order_id uuid not null references customer_order,
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
  order_id uuid references customer_order,
  note text,
  created_at timestamptz not null,
  check (kind = 'topUp' or order_id is not null)
);
create index credit_entry_by_account on credit_entry (account_id, created_at desc);
create unique index credit_entry_once_per_order on credit_entry (order_id, kind);
call protect_account_table('credit_entry');
revoke update, delete on credit_entry from portal_app;
