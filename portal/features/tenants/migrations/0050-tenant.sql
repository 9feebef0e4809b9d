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
  qualification text not null check (
    qualification in ('None', 'Education', 'GovernmentCommunityCloud', 'StateOwnedEntity', 'Nonprofit')
  ),
  -- Data that the qualification needs: educationSegment and website, or validationCode.
  qualification_details jsonb not null default '{}',
  company jsonb,
  contact jsonb,
  agreement jsonb,
  -- When Microsoft confirmed the agreement.
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
-- A Microsoft tenant belongs to one account of the portal.
create unique index tenant_once_per_microsoft_customer on tenant (microsoft_customer_id);
call protect_account_table('tenant');

-- Whether another account has a Microsoft tenant, which no account may read for itself: the function answers yes or
-- no, and does not name the account. It widens the scope for its one query; a setting of the function would need a
-- superuser.
create function microsoft_customer_of_another_account(customer text, account uuid) returns boolean
language plpgsql as $$
declare
  caller_scope text := coalesce(current_setting('app.scope', true), '');
  is_taken boolean;
begin
  perform set_config('app.scope', 'system', true);
  is_taken := exists (select from tenant where microsoft_customer_id = customer and account_id <> account);
  perform set_config('app.scope', caller_scope, true);
  return is_taken;
end $$;
