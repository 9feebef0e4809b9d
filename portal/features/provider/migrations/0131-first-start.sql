-- One-time links with which people of the provider's staff make their own access: the first of them at the first start,
-- further ones from the command line. The token is stored as a hash only.
create table provider_invitation (
  id uuid primary key default gen_random_uuid(),
  token_hash text not null unique,
  -- Printed at a start, while nobody of the staff can sign in.
  is_first boolean not null,
  role text not null check (role in ('providerOperator', 'provider')),
  -- What the command line filled in; the person may change it.
  email text,
  first_name text,
  last_name text,
  created_at timestamptz not null,
  expires_at timestamptz not null check (expires_at > created_at),
  used_at timestamptz,
  -- A newer link, or the first person, ended this one.
  replaced_at timestamptz
);
alter table provider_invitation enable row level security;
alter table provider_invitation force row level security;
create policy system_rows on provider_invitation using (app_scope() = 'system') with check (app_scope() = 'system');

-- What this database is for, from the first start on: the demo, or real use with a partner's credentials.
create table installation (
  is_only boolean primary key default true check (is_only),
  mode text not null check (mode in ('demo', 'real')),
  created_at timestamptz not null
);
alter table installation enable row level security;
alter table installation force row level security;
create policy system_rows on installation using (app_scope() = 'system') with check (app_scope() = 'system');
