-- The sign-in of the person through whom the portal acts at a vendor. Its refresh token is in vendor_secret, sealed.
create table vendor_sign_in (
  vendor text primary key,
  -- `person`: signed in on the page; `setting`: the token came with the settings of a process.
  source text not null check (source in ('person', 'setting')),
  signed_in_at timestamptz not null,
  signed_in_by uuid,
  -- The person's name at the vendor.
  signed_in_as text,
  has_second_factor boolean,
  -- When the vendor last gave an access token for it: a token that is not used ends.
  used_at timestamptz,
  failed_at timestamptz,
  failure text,
  failure_code text,
  -- Hashes of the tokens of settings that were taken over: each is taken once.
  setting_hashes text[] not null default '{}',
  -- Days before the end of the last warning, and the failure that was reported.
  warned_days integer,
  failure_reported_at timestamptz
);

-- A sign-in that was begun: its answer is accepted once, from the person who began it.
create table vendor_sign_in_attempt (
  state_hash text primary key,
  vendor text not null,
  started_by uuid not null,
  -- What the answer is checked against: verifier, nonce, state.
  sealed text not null,
  expires_at timestamptz not null
);

-- The last result of each permission that was tried.
create table vendor_check (
  vendor text not null,
  name text not null,
  result jsonb not null,
  tried_at timestamptz not null,
  tried_by uuid,
  primary key (vendor, name)
);

-- Events that a vendor sent, each once.
create table vendor_event (
  id text primary key,
  vendor text not null,
  name text not null,
  resource text not null,
  changed_at text not null,
  received_at timestamptz not null
);
create index vendor_event_by_time on vendor_event (vendor, received_at desc);

do $$
declare
  name text;
begin
  foreach name in array array['vendor_sign_in', 'vendor_sign_in_attempt', 'vendor_check', 'vendor_event'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format(
      'create policy system_rows on %I using (app_scope() = ''system'') with check (app_scope() = ''system'')', name);
  end loop;
end $$;
