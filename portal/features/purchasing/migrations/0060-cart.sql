-- A person's cart. It waits in the database, so that signing out or another device loses nothing.
create table cart (
  id uuid primary key default gen_random_uuid(),
  account_id uuid not null references account,
  person_id uuid not null references person on delete cascade,
  -- The tenant that the lines are for; chosen during the checkout.
  tenant_id uuid references tenant on delete set null,
  payment_method text check (payment_method in ('onAccount', 'prepaidCredit')),
  own_reference text,
  updated_at timestamptz not null
);
create unique index cart_once_per_person on cart (person_id);
call protect_account_table('cart');

create table cart_line (
  id uuid primary key default gen_random_uuid(),
  account_id uuid not null references account,
  cart_id uuid not null references cart on delete cascade,
  offer_id uuid not null references offer,
  term_duration text not null,
  billing_cycle text not null,
  seat_count integer not null check (seat_count >= 1),
  -- The price that the person saw when adding or last changing the line.
  seen_unit_price_per_cycle numeric not null,
  currency text not null,
  -- Answers to the product's order form.
  answers jsonb,
  created_at timestamptz not null
);
create unique index cart_line_once_per_option on cart_line (cart_id, offer_id, term_duration, billing_cycle);
call protect_account_table('cart_line');
