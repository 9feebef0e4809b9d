-- Billing that takes over with the next charge, where the vendor has one put down, with the customer's net price of one seat for
-- one of its charge cycles.
alter table subscription
  add column next_billing_cycle text,
  add column next_unit_price_per_cycle numeric check (next_unit_price_per_cycle >= 0),
  add constraint subscription_next_charge check ((next_billing_cycle is null) = (next_unit_price_per_cycle is null));
