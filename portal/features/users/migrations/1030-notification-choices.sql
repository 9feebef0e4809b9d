-- A person's choices of notifications: columns of the person, so that whoever is notified is read with them.
set local lock_timeout = '2s';
alter table person
  -- Topics that the person does not want in the portal, and by mail.
  add column not_in_bell text[] not null default '{}'
    check (not_in_bell <@ array['orders', 'renewals', 'money', 'people']),
  add column not_by_mail text[] not null default '{}'
    check (not_by_mail <@ array['orders', 'renewals', 'money', 'people']),
  -- One mail a day instead of one for each event.
  add column gets_digest boolean not null default false,
  -- The time at which the next digest is due, movable clock. Null: none.
  add column digest_at timestamptz;
create index person_digest_due on person (digest_at) where digest_at is not null;
