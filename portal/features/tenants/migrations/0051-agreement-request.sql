-- Since January 2026 the customer's own signatory accepts the Microsoft Customer Agreement, at Microsoft. The portal
-- announces the signatory, sends the link, and waits. `agreement` stays as the record of acceptances from before.
alter table tenant add column signatory jsonb;
-- When Microsoft last refused an order because the acceptance is no longer valid.
alter table tenant add column agreement_refused_at timestamptz;

set local app.scope = 'system';
update tenant
set signatory = jsonb_strip_nulls(
  jsonb_build_object(
    'firstName', tenant.agreement ->> 'firstName',
    'lastName', tenant.agreement ->> 'lastName',
    'email', tenant.agreement ->> 'email',
    'phone', tenant.agreement ->> 'phone',
    'locale', account.locale
  )
)
from account
where account.id = tenant.account_id and tenant.agreement is not null and tenant.agreement_confirmed_at is null;

-- A signatory whom the portal has asked to accept: one request, one link.
create table agreement_request (
  id uuid primary key default gen_random_uuid(),
  account_id uuid not null references account,
  tenant_id uuid not null references tenant on delete cascade,
  status text not null check (
    status in ('new', 'pending', 'unverified', 'accepted', 'declined', 'expired', 'refused', 'withdrawn')
  ),
  signatory jsonb not null,
  -- Microsoft's id, and the end of the link where Microsoft names one.
  attestation_id text,
  link_expires_at timestamptz,
  sent_at timestamptz,
  accepted_at timestamptz,
  -- Microsoft's own sentence, for the provider.
  provider_note text,
  -- Reads of the state since something happened; the more, the longer until the next.
  read_count integer not null default 0,
  created_at timestamptz not null,
  check (status in ('new', 'refused', 'withdrawn') or attestation_id is not null),
  check (status <> 'accepted' or accepted_at is not null)
);
create index agreement_request_by_tenant on agreement_request (tenant_id, created_at desc);
-- One link at a time.
create unique index agreement_request_open on agreement_request (tenant_id)
where status in ('new', 'pending', 'unverified');
call protect_account_table('agreement_request');
