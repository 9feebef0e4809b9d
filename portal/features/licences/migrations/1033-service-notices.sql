-- The services that a person was given and is not notified of yet: those given together are one notification.
set local lock_timeout = '2s';
alter table service_assignment add column awaits_notice boolean not null default false;
