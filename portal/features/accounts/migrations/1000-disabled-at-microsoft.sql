-- Whether a person who is disabled in the portal is kept from signing in at Microsoft too.
alter table account add column disables_at_vendor boolean not null default true;
