-- Which charge cycles of a subscription are in the ledger, and when the next one is due: the pass that charges them
-- finds its rows by index, whatever their number.
alter table subscription
  -- The duration of the next term where it differs: after months of an extension, that of the term before them.
  add column renewal_term_duration text,
  -- Exclusive: cycles that begin before this day are in the ledger, or were charged before there was one. Null where
  -- the ledger has not begun: it begins with the first cycle after the day on which the pass finds the row.
  add column charged_until date,
  -- Null where nothing more will be charged in the present term. Rows of the version before are found at once.
  add column next_charge_on date default '1970-01-01',
  -- The vendor has shown other seats while an order was open: to be compared with the ledger when it is over.
  add column checks_seats boolean not null default false;
create index subscription_to_charge on subscription (next_charge_on, id) where next_charge_on is not null;
