-- What a subscription can become within its term, as the vendor last answered; one row for each that somebody asked
-- about. A quote reads it, so that it calls nothing outside.
create table upgrade_reading (
  subscription_id uuid primary key references subscription,
  account_id uuid not null references account,
  -- [{vendorProductId, vendorSkuId, title, transitions, subscriptions}]
  targets jsonb not null,
  read_at timestamptz not null
);
create index upgrade_reading_by_account on upgrade_reading (account_id);
call protect_account_table('upgrade_reading');

-- A subscription becomes another product.
set local lock_timeout = '2s';
alter table subscription_event drop constraint subscription_event_kind_check,
  add constraint subscription_event_kind_check check (kind in ('started', 'seatsChanged', 'renewalChanged', 'renewed',
    'extended', 'upgraded', 'suspended', 'reactivated', 'ended', 'cancelled', 'differencesFound')) not valid;
alter table subscription_event validate constraint subscription_event_kind_check;
