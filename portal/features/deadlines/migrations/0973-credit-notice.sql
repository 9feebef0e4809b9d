-- The notices of prepaid credit that will not cover a charge, once for the day of the charge.
create table credit_notice (
  id uuid primary key default gen_random_uuid(),
  account_id uuid not null references account,
  due_on date not null,
  created_at timestamptz not null,
  unique (account_id, due_on)
);
call protect_account_table('credit_notice');
revoke update, delete on credit_notice from portal_app;

-- The pass looks for accounts that have credit, account by account.
create index credit_entry_by_kind on credit_entry (account_id) where kind = 'topUp';
