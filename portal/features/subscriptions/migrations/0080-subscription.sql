-- A customer's subscription, as the vendor last reported it. The vendor's answer is the truth; lists and rules use the
-- columns.
create table subscription (
  id uuid primary key default gen_random_uuid(),
  account_id uuid not null references account,
  tenant_id uuid references tenant,
  offer_id uuid references offer,
  -- The order that bought it; null for a subscription that was found at the vendor.
  order_id uuid references customer_order,
  vendor text not null,
  vendor_subscription_id text not null,
  name text not null,
  seat_count integer not null check (seat_count >= 0),
  term_duration text not null,
  billing_cycle text not null,
  starts_on date not null,
  -- The first day after the term.
  ends_before date not null check (ends_before > starts_on),
  -- Open enum: an unknown status of the vendor is kept as it came.
  status text not null,
  is_suspended boolean not null,
  is_trial boolean not null,
  -- In the month-to-month extension after a term that nobody renewed or ended.
  is_extended boolean not null,
  auto_renew boolean not null,
  term_end_outcome text not null check (term_end_outcome in ('renews', 'ends', 'extendsMonthly', 'unknown', 'ended')),
  -- The customer's net price of one seat for one charge cycle, not rounded, locked until the term ends.
  unit_price_per_cycle numeric not null check (unit_price_per_cycle >= 0),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  purchased_or_renewed_at timestamptz not null,
  -- Exclusive; null where the vendor does not say.
  cancellation_allowed_until timestamptz,
  -- [{seatCount, refundableUntil}]; null where the vendor does not say.
  refundable jsonb,
  refund_options jsonb not null,
  -- {nextTerm, actions}: the changes scheduled for the end of the term.
  scheduled jsonb not null,
  -- The vendor's whole answer.
  resource jsonb not null,
  -- The parts of the last change that the vendor has not applied, [{field, requested, found}]; null for none.
  differences jsonb,
  read_at timestamptz not null,
  read_again_at timestamptz,
  -- The end of the last of this term's windows for returning seats. Vendors no longer report a batch once its window
  -- has closed, and pages show when it closed.
  last_window_closes_at timestamptz,
  -- The billing cycle from the next charge on, where the vendor has a change scheduled, with the customer's net price
  -- of one seat for one of its charge cycles.
  next_billing_cycle text,
  next_unit_price_per_cycle numeric check (next_unit_price_per_cycle >= 0),
  created_at timestamptz not null,
  constraint subscription_next_charge check ((next_billing_cycle is null) = (next_unit_price_per_cycle is null))
);
create unique index subscription_by_vendor_id on subscription (account_id, vendor, vendor_subscription_id);
create index subscription_by_account on subscription (account_id, ends_before);
create index subscription_by_offer on subscription (account_id, offer_id);
create index subscription_to_read_again on subscription (read_again_at) where read_again_at is not null;
create index subscription_by_end on subscription (ends_before) where status = 'active';
call protect_account_table('subscription');

-- Events of a subscription, found by comparing two answers of the vendor. Appended, never changed.
create table subscription_event (
  id uuid primary key default gen_random_uuid(),
  account_id uuid not null references account,
  subscription_id uuid not null references subscription,
  kind text not null check (kind in ('started', 'seatsChanged', 'renewalChanged', 'renewed', 'extended', 'suspended',
    'reactivated', 'ended', 'cancelled', 'differencesFound')),
  facts jsonb not null,
  happened_at timestamptz not null
);
create index subscription_event_by_subscription on subscription_event (subscription_id, happened_at);
create index subscription_event_by_kind on subscription_event (kind, happened_at);
call protect_account_table('subscription_event');
revoke update, delete on subscription_event from portal_app;
