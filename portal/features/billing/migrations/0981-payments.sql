-- Money received from customers; appended, never changed. What is returned, by the bank or because it was booked by
-- mistake, is an entry of its own with a negative amount that names the payment.
create table payment (
  id uuid primary key default gen_random_uuid(),
  account_id uuid not null references account,
  received_on date not null,
  amount numeric not null check (amount <> 0 and amount = round(amount, 2)),
  currency text not null,
  payer_name text,
  payer_iban text,
  -- What the payer wrote.
  reference text,
  source text not null check (source in ('byHand', 'bankStatement', 'card', 'debit')),
  -- Of the bank or the payment service: what is reported twice is booked once.
  external_key text unique,
  returns_payment_id uuid references payment,
  -- Of a return, for the customer too; of a payment for the provider alone.
  note text,
  person_id uuid,
  created_at timestamptz not null,
  check ((amount < 0) = (returns_payment_id is not null))
);
create index payment_by_account on payment (account_id, received_on desc, id desc);
create unique index payment_returned_once on payment (returns_payment_id) where returns_payment_id is not null;
-- Who paid from this account before.
create index payment_by_iban on payment (payer_iban) where payer_iban is not null;
call protect_account_table('payment');
revoke update, delete on payment from portal_app;

-- Parts of payments and of credit notes that pay invoices; appended, never changed. A negative amount takes back.
create table payment_allocation (
  id uuid primary key default gen_random_uuid(),
  account_id uuid not null references account,
  payment_id uuid references payment,
  credit_note_id uuid references invoice,
  invoice_id uuid not null references invoice,
  amount numeric not null check (amount <> 0 and amount = round(amount, 2)),
  person_id uuid,
  created_at timestamptz not null,
  check ((payment_id is null) <> (credit_note_id is null))
);
create index payment_allocation_by_account on payment_allocation (account_id, created_at desc);
create index payment_allocation_by_invoice on payment_allocation (invoice_id);
create index payment_allocation_by_payment on payment_allocation (payment_id) where payment_id is not null;
create index payment_allocation_by_credit_note on payment_allocation (credit_note_id) where credit_note_id is not null;
call protect_account_table('payment_allocation');
revoke update, delete on payment_allocation from portal_app;

-- Invoices in the order in which they are due: for reminders, and for what is overdue.
create index invoice_by_due on invoice (due_on, id) where due_on is not null;

-- Movements of the provider's bank account: they belong to the provider's account, whoever paid. Each is stored once,
-- by its key; what it is booked as is the payment.
create table bank_line (
  id uuid primary key default gen_random_uuid(),
  account_id uuid not null references account,
  line_key text not null unique,
  -- The provider's bank account; null where the file does not say it.
  account_iban text,
  booked_on date not null,
  -- Negative for a payment that the bank took back.
  amount numeric not null check (amount <> 0),
  currency text not null,
  payer_name text,
  payer_iban text,
  reference text,
  file_name text not null,
  status text not null default 'open' check (status in ('open', 'booked', 'ignored')),
  -- The payment, or its return, that it was booked as.
  payment_id uuid references payment,
  -- Why it is none of a customer.
  note text,
  created_at timestamptz not null,
  check ((status = 'booked') = (payment_id is not null))
);
create index bank_line_by_account on bank_line (account_id, booked_on desc, id desc);
create index bank_line_open on bank_line (booked_on, id) where status = 'open';
create index bank_line_by_payment on bank_line (payment_id) where payment_id is not null;
call protect_account_table('bank_line');

-- Which columns of a bank's CSV hold what, by the headers of its exports.
create table bank_csv_format (
  account_id uuid not null references account,
  header_key text not null,
  columns jsonb not null,
  updated_at timestamptz not null,
  primary key (account_id, header_key)
);
call protect_account_table('bank_csv_format');

-- When customers are reminded of unpaid invoices: the provider's own, one row at most. Steps are days after the due
-- date, negative before it.
create table dunning_settings (
  account_id uuid primary key references account,
  is_on boolean not null,
  steps integer[] not null check (cardinality(steps) between 1 and 10),
  updated_at timestamptz not null
);
call protect_account_table('dunning_settings');

-- Customers who get no reminders for now.
create table dunning_hold (
  account_id uuid primary key references account,
  -- For the provider alone.
  note text,
  created_at timestamptz not null
);
call protect_account_table('dunning_hold');

-- The reminders that were sent, each once.
create table payment_reminder (
  invoice_id uuid not null references invoice,
  days integer not null,
  account_id uuid not null references account,
  created_at timestamptz not null,
  primary key (invoice_id, days)
);
create index payment_reminder_by_account on payment_reminder (account_id, created_at desc);
call protect_account_table('payment_reminder');
revoke update, delete on payment_reminder from portal_app;
