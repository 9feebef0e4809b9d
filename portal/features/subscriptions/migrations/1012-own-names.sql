-- A name and a cost centre that the account gives to a subscription. `name` is what everybody sees: the own name, else
-- that of the vendor.
set local lock_timeout = '2s';
alter table subscription
  add column own_name text check (char_length(own_name) between 1 and 80),
  add column cost_centre text check (char_length(cost_centre) between 1 and 40),
  -- Null for a row of the version before, whose name is the vendor's.
  add column vendor_name text;
