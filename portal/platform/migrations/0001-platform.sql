-- The role of the running portal. It sees no customer row unless a transaction names its account or a scope.
do $$ begin
  if not exists (select from pg_roles where rolname = 'portal_app') then
    create role portal_app nologin nobypassrls;
  end if;
end $$;
do $$ begin
  -- The connection of the running portal switches to this role, so its user must be a member.
  execute format('grant portal_app to %I', current_user);
exception when others then
  if current_setting('is_superuser') <> 'on' then raise; end if;
end $$;

grant usage on schema public to portal_app;
alter default privileges in schema public grant select, insert, update, delete on tables to portal_app;
alter default privileges in schema public grant usage on sequences to portal_app;

-- Jobs live in a schema of their own, which the running portal owns.
create schema if not exists pgboss authorization portal_app;

create function app_account_id() returns uuid language sql stable
  return nullif(current_setting('app.account_id', true), '')::uuid;
create function app_scope() returns text language sql stable
  return coalesce(nullif(current_setting('app.scope', true), ''), 'none');

-- Puts a customer table under row security: its own account's rows, or all rows in the provider's or the system's
-- scope.
create procedure protect_account_table(name text) language plpgsql as $$
begin
  execute format('alter table %I enable row level security', name);
  execute format('alter table %I force row level security', name);
  execute format(
    'create policy account_rows on %I using (account_id = app_account_id()) '
    'with check (account_id = app_account_id())', name);
  execute format(
    'create policy all_rows on %I using (app_scope() in (''provider'', ''system'')) '
    'with check (app_scope() in (''provider'', ''system''))', name);
end $$;

-- Puts a table that belongs to no account (catalogue, price lists) under row security: everybody reads, provider and
-- system write.
create procedure protect_shared_table(name text) language plpgsql as $$
begin
  execute format('alter table %I enable row level security', name);
  execute format('alter table %I force row level security', name);
  execute format('create policy read_rows on %I for select using (app_scope() <> ''none'')', name);
  execute format(
    'create policy write_rows on %I using (app_scope() in (''provider'', ''system'')) '
    'with check (app_scope() in (''provider'', ''system''))', name);
end $$;

create table audit_record (
  id uuid primary key default gen_random_uuid(),
  account_id uuid,
  person_id uuid,
  impersonator_id uuid,
  event text not null,
  facts jsonb not null,
  request_id text not null,
  created_at timestamptz not null
);
create index audit_record_by_account on audit_record (account_id, created_at desc);
call protect_account_table('audit_record');
revoke update, delete on audit_record from portal_app;

create table mail (
  id uuid primary key default gen_random_uuid(),
  account_id uuid not null,
  person_id uuid,
  kind text not null,
  recipient text not null,
  subject text not null,
  text_body text not null,
  html_body text not null,
  status text not null check (status in ('waiting', 'kept', 'sent', 'failed')),
  attempt_count integer not null default 0,
  failure text,
  created_at timestamptz not null,
  sent_at timestamptz
);
create index mail_by_time on mail (created_at desc);
create index mail_by_account on mail (account_id, created_at desc);
call protect_account_table('mail');

-- Secrets that a vendor hands to the portal (a refresh token that rotates), sealed. No account reads them.
create table vendor_secret (
  name text primary key,
  sealed text not null,
  updated_at timestamptz not null
);
alter table vendor_secret enable row level security;
alter table vendor_secret force row level security;
create policy system_rows on vendor_secret using (app_scope() = 'system') with check (app_scope() = 'system');

-- Answers of calls with an idempotency key, sealed, for the person who made the call.
create table idempotent_call (
  account_id uuid not null,
  person_id uuid not null,
  key text not null,
  operation text not null,
  input_hash text not null,
  sealed_answer text,
  in_use_until timestamptz,
  created_at timestamptz not null,
  primary key (person_id, key),
  check ((sealed_answer is null) = (in_use_until is not null))
);
create index idempotent_call_by_time on idempotent_call (created_at);
call protect_account_table('idempotent_call');

-- Requests to a vendor that limits them: each row is a lease of some that a process of the portal may send. All
-- processes of a database share the limit.
create table request_lease (
  id bigint generated always as identity primary key,
  limiter text not null,
  permits integer not null check (permits > 0),
  leased_at timestamptz not null
);
create index request_lease_by_limiter on request_lease (limiter, leased_at);
alter table request_lease enable row level security;
alter table request_lease force row level security;
create policy system_rows on request_lease using (app_scope() = 'system') with check (app_scope() = 'system');

-- Leases up to `wanted` permits of a limiter, so that no more than `per_window` are leased in any window of that
-- length. Callers take turns. Without a free permit, `wait_ms` is the time until the oldest lease leaves the window.
-- The time is the database's, so that clocks of processes need not agree; tests give another.
create function lease_requests(
  limiter_name text, wanted integer, per_window integer, window_ms integer, test_time timestamptz default null
) returns table (granted integer, wait_ms integer) language plpgsql as $$
declare
  length interval := make_interval(secs => window_ms / 1000.0);
  moment timestamptz;
begin
  perform pg_advisory_xact_lock(hashtext('request_lease'), hashtext(limiter_name));
  moment := coalesce(test_time, clock_timestamp());
  delete from request_lease where limiter = limiter_name and leased_at <= moment - length;
  select greatest(0, least(wanted, per_window - coalesce(sum(permits), 0)))::integer into granted
  from request_lease where limiter = limiter_name;
  wait_ms := 0;
  if granted > 0 then
    insert into request_lease (limiter, permits, leased_at) values (limiter_name, granted, moment);
  else
    select ceil(extract(epoch from min(leased_at) + length - moment) * 1000)::integer into wait_ms
    from request_lease where limiter = limiter_name;
  end if;
  return next;
end $$;
