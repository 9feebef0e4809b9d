-- Own services and software have no month-to-month extension: without a renewal they end.
set local lock_timeout = '2s';
-- Rows of Microsoft's software get their value with the next reading.
alter table subscription add column never_extends boolean not null default false;
update subscription set never_extends = true where vendor = 'manual';
