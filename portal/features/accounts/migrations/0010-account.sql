-- The companies: customers, and the provider itself (its staff are people of its own account).
create table account (
  id uuid primary key default gen_random_uuid(),
  kind text not null check (kind in ('customer', 'provider')),
  name text not null check (name <> ''),
  status text not null default 'active' check (status in ('active', 'closed')),
  country char(2) not null default 'IT',
  currency char(3) not null default 'EUR',
  locale text not null default 'it' check (locale in ('it', 'en')),
  time_zone text not null default 'Europe/Rome',
  vat_number text,
  tax_code text,
  address_line text,
  city text,
  province text,
  postal_code text,
  phone text,
  billing_email text,
  -- 0 to 1: the share of IVA on the sum of the net lines.
  vat_rate numeric not null default 0.22 check (vat_rate >= 0 and vat_rate < 1),
  -- Credit limit on invoice, gross, in the account's currency.
  credit_limit numeric not null default 0 check (credit_limit >= 0),
  -- Orders of a greater gross amount wait for the provider's approval; null: none waits.
  approval_above numeric check (approval_above >= 0),
  created_at timestamptz not null
);
create index account_by_name on account (lower(name));

alter table account enable row level security;
alter table account force row level security;
create policy account_rows on account using (id = app_account_id()) with check (id = app_account_id());
create policy all_rows on account
  using (app_scope() in ('provider', 'system'))
  with check (app_scope() in ('provider', 'system'));
