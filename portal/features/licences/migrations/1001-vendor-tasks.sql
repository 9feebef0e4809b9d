-- Licences and sign-ins of people, as they are carried out at the vendor.

-- Id of the vendor's pool of licences: all subscriptions of one product together. Null: not read yet.
alter table service add column licence_pool text;

-- The account of a person at the vendor, one for each tenant.
create table vendor_user (
  person_id uuid not null references person on delete cascade,
  tenant_id uuid not null references tenant,
  account_id uuid not null references account,
  -- Its address; until somebody chooses another, the person's own.
  login text not null check (login <> ''),
  is_chosen boolean not null,
  -- Null: not found yet.
  vendor_user_id text,
  -- As last read; null: not read yet.
  is_sign_in_allowed boolean,
  -- When the portal blocked the sign-in; null: it has not, and does not allow it again.
  blocked_at timestamptz,
  -- Of an account that the portal made, sealed; for this person, once.
  first_password text,
  first_password_for uuid references person on delete set null,
  primary key (person_id, tenant_id)
);
create index vendor_user_by_account on vendor_user (account_id);
create index vendor_user_by_tenant on vendor_user (tenant_id, lower(login));
call protect_account_table('vendor_user');

-- What is to be done at the vendor for one person: a licence, the sign-in, or the account itself.
create table vendor_task (
  id uuid primary key default gen_random_uuid(),
  account_id uuid not null references account,
  person_id uuid not null references person on delete cascade,
  tenant_id uuid not null references tenant,
  kind text not null check (kind in ('licence', 'signIn', 'user')),
  -- Of a licence.
  service_id uuid references service,
  -- The licence is held, the sign-in is allowed.
  is_wanted boolean not null,
  status text not null check (status in ('waiting', 'done', 'failed')),
  -- Stays until an answer has come, so that nothing is done twice.
  request_id uuid not null,
  attempt_count integer not null default 0,
  failure_code text,
  failure_facts jsonb,
  -- The vendor's own sentence, for the provider.
  provider_note text,
  requested_by uuid references person on delete set null,
  requested_at timestamptz not null,
  finished_at timestamptz,
  -- When the person was notified of the service; null: not since it was wanted.
  notified_at timestamptz,
  check ((status = 'failed') = (failure_code is not null))
);
create unique index vendor_task_of_licence on vendor_task (person_id, service_id) where kind = 'licence';
create unique index vendor_task_of_user on vendor_task (person_id, tenant_id, kind) where kind <> 'licence';
create index vendor_task_by_account on vendor_task (account_id, requested_at);
create index vendor_task_by_service on vendor_task (service_id);
-- Few rows: the provider's list reads all of them.
create index vendor_task_failed on vendor_task (account_id, requested_at, id) where status = 'failed';
call protect_account_table('vendor_task');
