-- Microsoft tenants of a customer: a new one that an order will make, or an existing one.
create table tenant (
  id uuid primary key default gen_random_uuid(),
  account_id uuid not null references account,
  kind text not null check (kind in ('new', 'existing')),
  -- Always the whole name, lower case: contoso.onmicrosoft.com
  domain text not null,
  microsoft_customer_id text,
  microsoft_tenant_id text,
  status text not null check (status in ('draft', 'preparing', 'awaitingRelationship', 'ready', 'failed')),
  qualification text not null check (qualification in ('None', 'Education', 'GovernmentCommunityCloud', 'StateOwnedEntity', 'Nonprofit')),
  -- What the qualification asks for: educationSegment and website, or validationCode.
  qualification_details jsonb not null default '{}',
  company jsonb,
  contact jsonb,
  agreement jsonb,
  -- When Microsoft took the agreement.
  agreement_confirmed_at timestamptz,
  administrator_user_name text,
  -- Encrypted; shown to the customer's administrators once.
  administrator_password text,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  check (status <> 'ready' or microsoft_customer_id is not null)
);
create index tenant_by_account on tenant (account_id, created_at desc);
create unique index tenant_once_per_domain on tenant (account_id, domain);
create index tenant_by_microsoft_customer on tenant (microsoft_customer_id);
call protect_account_table('tenant');
