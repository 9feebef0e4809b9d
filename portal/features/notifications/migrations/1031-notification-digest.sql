-- Notifications about one order are one group, and the mail of a notification may wait for the person's daily digest.
set local lock_timeout = '2s';
alter table notification
  add column order_id uuid,
  -- False: the person wants events of this kind by mail alone.
  add column is_in_bell boolean not null default true,
  add column awaits_digest boolean not null default false;
create index notification_awaiting_digest on notification (person_id) where awaits_digest;
update notification set order_id = substring(link from '^/account/orders/([0-9a-f-]{36})$')::uuid
where kind like 'orders.%';
