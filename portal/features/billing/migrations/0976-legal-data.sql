-- How a customer is invoiced. An account without a row has the defaults.
create table invoicing_details (
  account_id uuid primary key references account,
  -- Codice destinatario of the SDI: seven characters, six for a public body.
  recipient_code text check (recipient_code ~ '^[A-Z0-9]{6,7}$'),
  -- PEC.
  certified_email text,
  is_public_body boolean not null default false,
  -- The buyer pays the tax to the state (scissione dei pagamenti).
  has_split_payment boolean not null default false,
  -- The reason why no tax is charged, such as N3.5.
  tax_nature text check (tax_nature ~ '^N[1-7](\.[1-9])?$'),
  -- Days after the date of the invoice; then, if so, the end of that month.
  payment_days integer not null default 30 check (payment_days between 0 and 365),
  due_at_month_end boolean not null default false,
  updated_at timestamptz not null
);
call protect_account_table('invoicing_details');

-- What the provider's invoices say of it, beside the details of its company.
create table seller_details (
  account_id uuid primary key references account,
  -- Letters before the numbers of invoices: one series is written by the portal alone.
  series text not null default 'P' check (series ~ '^[A-Z0-9]{1,5}$'),
  -- The portal writes invoices from this month on; the statements of earlier ones get none.
  first_month date not null check (extract(day from first_month) = 1),
  tax_regime text not null default 'RF01' check (tax_regime ~ '^RF(0[1-9]|1[0-9]|20)$'),
  -- Entry in the register of companies (REA).
  register_office text check (register_office ~ '^[A-Z]{2}$'),
  register_number text,
  share_capital numeric check (share_capital >= 0),
  -- SU: one shareholder, SM: several.
  shareholders text check (shareholders in ('SU', 'SM')),
  is_in_liquidation boolean not null default false,
  iban text,
  bank_name text,
  updated_at timestamptz not null
);
call protect_account_table('seller_details');

-- Purchase orders of customers, with the amount that invoices may come to. The newest one of an account stands on its
-- invoices, renewals included. Appended: a change is a new row.
create table purchase_order (
  id uuid primary key default gen_random_uuid(),
  account_id uuid not null references account,
  -- Null: no purchase order from now on.
  number text check (number <> ''),
  -- Net, in the account's currency; null: no limit.
  amount numeric check (amount > 0),
  -- Codice identificativo di gara, codice unico di progetto.
  cig text,
  cup text,
  created_at timestamptz not null,
  created_by uuid,
  check (number is not null or (amount is null and cig is null and cup is null))
);
create index purchase_order_by_account on purchase_order (account_id, created_at desc, id desc);
call protect_account_table('purchase_order');
revoke update, delete on purchase_order from portal_app;

-- Warnings that invoices come near or pass the amount of a purchase order, each once.
create table purchase_order_warning (
  purchase_order_id uuid not null references purchase_order,
  account_id uuid not null references account,
  kind text not null check (kind in ('near', 'passed')),
  created_at timestamptz not null,
  primary key (purchase_order_id, kind)
);
create index purchase_order_warning_by_account on purchase_order_warning (account_id);
call protect_account_table('purchase_order_warning');
revoke update, delete on purchase_order_warning from portal_app;

-- The purchase order that was in force at issue.
alter table invoice add column purchase_order_id uuid references purchase_order;
create index invoice_by_purchase_order on invoice (purchase_order_id) where purchase_order_id is not null;
