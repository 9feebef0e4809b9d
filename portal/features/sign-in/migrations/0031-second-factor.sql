-- The second factor: authenticator app, recovery codes and passkeys. Rows of `two_factor` and `passkey` are Better
-- Auth's, with further columns of ours; their fields keep its meaning.

-- True: a password alone does not open a session. Written by Better Auth for the app, by us for passkeys.
alter table person add column two_factor_enabled boolean not null default false;

-- True: everybody of the account needs a second factor.
alter table account add column requires_second_factor boolean not null default false;

create table two_factor (
  id uuid primary key default gen_random_uuid(),
  person_id uuid not null unique references person on delete cascade,
  -- Key of the app, encrypted; empty for a person with passkeys and no app.
  secret text not null,
  -- Recovery codes that were not used yet, encrypted.
  backup_codes text not null,
  -- False until a code of the app has confirmed the set-up.
  verified boolean not null default false,
  failed_verification_count integer not null default 0,
  locked_until timestamptz,
  -- Sealed address of the key while the app is being set up, and the end of the set-up, exclusive. Machine time.
  sealed_set_up text,
  set_up_ends_at timestamptz,
  -- Machine time, all three.
  app_added_at timestamptz,
  app_used_at timestamptz,
  codes_created_at timestamptz
);

create table passkey (
  id uuid primary key default gen_random_uuid(),
  person_id uuid not null references person on delete cascade,
  name text,
  public_key text not null,
  credential_id text not null unique,
  counter bigint not null,
  device_type text not null,
  backed_up boolean not null,
  transports text,
  aaguid text,
  created_at timestamptz not null,
  last_used_at timestamptz
);
create index passkey_by_person on passkey (person_id);

-- Codes of an app that were accepted and could be accepted again for a minute or two: each counts once. Machine time.
create table used_app_code (
  id uuid primary key default gen_random_uuid(),
  person_id uuid not null references person on delete cascade,
  code_hash text not null,
  used_at timestamptz not null,
  unique (person_id, code_hash)
);

-- Sign-ins whose password was right and whose second step is still to be done. No session; a change of the password,
-- and all else that ends sessions, ends them too.
create table pending_sign_in (
  id uuid primary key default gen_random_uuid(),
  person_id uuid not null references person on delete cascade,
  -- Hash of the cookie by which the browser goes on.
  cookie_hash text not null unique,
  -- Machine time.
  created_at timestamptz not null
);
create index pending_sign_in_by_person on pending_sign_in (person_id);

do $$
declare name text;
begin
  foreach name in array array['two_factor', 'passkey', 'used_app_code', 'pending_sign_in'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format(
      'create policy person_rows on %I
       using (exists (select from person where person.id = person_id))
       with check (exists (select from person where person.id = person_id))',
      name
    );
  end loop;
end $$;

create index verification_by_end on verification (expires_at);
