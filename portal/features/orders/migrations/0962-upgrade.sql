-- Upgrades: a kind of change of its own. The checks are made anew without reading the tables, and then validated
-- without keeping writes out.
set local lock_timeout = '2s';
alter table quote drop constraint quote_kind_check,
  add constraint quote_kind_check check (kind in ('purchase', 'seats', 'renewal', 'cancel', 'upgrade')) not valid;
alter table customer_order drop constraint customer_order_kind_check,
  add constraint customer_order_kind_check
    check (kind in ('purchase', 'seats', 'renewal', 'cancel', 'upgrade')) not valid;
alter table quote validate constraint quote_kind_check;
alter table customer_order validate constraint customer_order_kind_check;
