-- Sign-in. Sessions, credentials, verifications and API keys are Better Auth's; their fields keep its meaning.
create table session (
  id uuid primary key default gen_random_uuid(),
  person_id uuid not null references person on delete cascade,
  token text not null unique,
  -- Machine time, not the movable clock.
  expires_at timestamptz not null,
  ip_address text,
  user_agent text,
  impersonated_by uuid references person on delete cascade,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create index session_by_person on session (person_id);

create table credential (
  id uuid primary key default gen_random_uuid(),
  person_id uuid not null references person on delete cascade,
  -- `credential` for a password; another value for a person of another sign-in service.
  provider_id text not null,
  provider_account_id text not null,
  password text,
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at timestamptz,
  refresh_token_expires_at timestamptz,
  scope text,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  unique (provider_id, provider_account_id)
);
create index credential_by_person on credential (person_id);

create table verification (
  id uuid primary key default gen_random_uuid(),
  identifier text not null,
  value text not null,
  expires_at timestamptz not null,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create index verification_by_identifier on verification (identifier);

create table api_key (
  id uuid primary key default gen_random_uuid(),
  person_id uuid not null references person on delete cascade,
  config_id text not null default 'default',
  name text,
  -- The first characters, so that a person recognises the key; the key itself is stored as a hash only.
  start text,
  prefix text,
  key text not null unique,
  refill_interval integer,
  refill_amount integer,
  last_refill_at timestamptz,
  enabled boolean not null default true,
  rate_limit_enabled boolean not null default true,
  rate_limit_time_window integer not null,
  rate_limit_max integer not null,
  request_count integer not null default 0,
  remaining integer,
  last_request timestamptz,
  expires_at timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  permissions text,
  metadata text
);
create index api_key_by_person on api_key (person_id);

-- Single-use links in mails, to activate an account or to choose a new password. The token is stored as a hash only.
create table password_link (
  id uuid primary key default gen_random_uuid(),
  person_id uuid not null references person on delete cascade,
  purpose text not null check (purpose in ('activation', 'recovery')),
  token_hash text not null unique,
  created_at timestamptz not null,
  -- Movable clock.
  expires_at timestamptz not null,
  used_at timestamptz,
  -- A newer link, a password set by an administrator or a removal ends the older links.
  replaced_at timestamptz
);
create index password_link_by_person on password_link (person_id);

-- Every attempt to sign in, for the history that a person and their administrators may read. Machine time.
create table sign_in_attempt (
  id uuid primary key default gen_random_uuid(),
  -- Null: no person has the login that was typed.
  account_id uuid references account,
  person_id uuid references person on delete cascade,
  outcome text not null check (
    outcome in (
      'signedIn', 'wrongPassword', 'unknownLogin', 'locked', 'disabled', 'noPassword', 'tooManyFromAddress'
    )
  ),
  ip_address text,
  user_agent text,
  attempted_at timestamptz not null
);
create index sign_in_attempt_by_person on sign_in_attempt (person_id, attempted_at desc);
create index sign_in_attempt_by_address on sign_in_attempt (ip_address, attempted_at desc);
call protect_account_table('sign_in_attempt');
revoke update, delete on sign_in_attempt from portal_app;

-- These rows belong to a person: who sees the person sees them.
do $$
declare name text;
begin
  foreach name in array array['session', 'credential', 'api_key', 'password_link'] loop
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

alter table verification enable row level security;
alter table verification force row level security;
create policy system_rows on verification using (app_scope() = 'system') with check (app_scope() = 'system');
