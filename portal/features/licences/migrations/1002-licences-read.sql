-- The licences in a tenant and who holds them, as the vendor last answered: also those that were given elsewhere.
create table licence_reading (
  tenant_id uuid primary key references tenant,
  account_id uuid not null references account,
  -- [{pool, name, totalCount, usedCount}]
  pools jsonb not null,
  -- Why the last reading failed; null: it has not.
  failure_code text,
  -- Of the last one that succeeded, on the movable clock; null: none has.
  read_at timestamptz,
  read_again_at timestamptz not null
);
create index licence_reading_by_account on licence_reading (account_id);
call protect_account_table('licence_reading');

create table licence_holder (
  tenant_id uuid not null references tenant,
  vendor_user_id text not null,
  account_id uuid not null references account,
  login text not null,
  name text not null,
  pools text[] not null,
  read_at timestamptz not null,
  primary key (tenant_id, vendor_user_id)
);
create index licence_holder_by_account on licence_holder (account_id);
call protect_account_table('licence_holder');
