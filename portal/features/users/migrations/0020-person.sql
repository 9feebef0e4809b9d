-- The people of the accounts. This is also the table of users of Better Auth, which reads the generated columns.
create table person (
  id uuid primary key default gen_random_uuid(),
  account_id uuid not null references account,
  role text not null check (role in ('serviceUser', 'administrator', 'provider')),
  -- "Nome di accesso", lower case. Null once the person was removed: the name is free again.
  login text unique check (login = lower(login)),
  email text not null,
  -- Second address, for notifications; null: they go to `email`.
  notification_email text,
  first_name text not null,
  last_name text not null,
  phone text,
  address_line text,
  city text,
  province text,
  postal_code text,
  country char(2),
  locale text not null default 'it' check (locale in ('it', 'en')),
  disabled_at timestamptz,
  -- End of a lock after too many failed sign-ins, exclusive. Machine time, not the movable clock.
  locked_until timestamptz,
  -- Failures before this moment do not count towards a lock (machine time): set by a success and by an unlock.
  failures_count_from timestamptz,
  removed_at timestamptz,
  password_set_at timestamptz,
  -- Movable clock. Both null until an activation mail was sent.
  activation_sent_at timestamptz,
  activation_expires_at timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  -- The further columns that Better Auth needs.
  name text generated always as (first_name || ' ' || last_name) stored,
  email_verified boolean not null default true,
  image text,
  banned boolean generated always as (disabled_at is not null or removed_at is not null) stored,
  ban_reason text,
  ban_expires timestamptz
);
create index person_by_account on person (account_id, lower(last_name), lower(first_name)) where removed_at is null;
create index person_by_email on person (lower(email)) where removed_at is null;
call protect_account_table('person');
