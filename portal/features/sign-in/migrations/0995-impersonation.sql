-- "Accedere come utente": an administrator, or the provider's staff, uses the portal in another person's place.

-- `onRequest`: an administrator of the account agrees each time.
alter table account add column impersonation_by_provider text not null default 'allowed'
  check (impersonation_by_provider in ('allowed', 'onRequest', 'never'));

-- Who acted in the person's place, with the name of that time: an account does not see the provider's staff.
alter table sign_in_attempt add column impersonator_id uuid;
alter table sign_in_attempt add column impersonator_name text;

-- Machine time. A row is a request first, where the account has to agree; once started it belongs to the session of the
-- one who acts, and ends with it.
create table impersonation (
  id uuid primary key default gen_random_uuid(),
  -- The account of the person in whose place somebody acts.
  account_id uuid not null references account,
  person_id uuid not null references person on delete cascade,
  impersonator_id uuid not null references person on delete cascade,
  impersonator_name text not null,
  by_provider boolean not null,
  reason text not null check (reason <> ''),
  may_write boolean not null,
  requested_at timestamptz not null,
  is_agreed boolean,
  answered_at timestamptz,
  answered_by uuid references person on delete set null,
  session_id uuid references session on delete set null,
  started_at timestamptz,
  -- Exclusive.
  ends_at timestamptz,
  ended_at timestamptz,
  check ((started_at is null) = (ends_at is null)),
  check ((is_agreed is null) = (answered_at is null))
);
create unique index impersonation_of_session on impersonation (session_id) where ended_at is null;
create index impersonation_by_account on impersonation (account_id, requested_at desc);
create index impersonation_by_impersonator on impersonation (impersonator_id, person_id);
call protect_account_table('impersonation');
revoke delete on impersonation from portal_app;
