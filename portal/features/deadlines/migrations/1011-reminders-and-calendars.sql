-- The days before the end of a term at which an account is reminded, where it has chosen; empty for never.
create table reminder_setting (
  account_id uuid primary key references account,
  days integer[] not null check (cardinality(days) <= 8 and 1 <= all (days) and 90 >= all (days)),
  changed_at timestamptz not null
);
call protect_account_table('reminder_setting');

-- A person's calendar of deadlines at a secret address, of which the hash is stored; one for each person.
create table calendar_feed (
  person_id uuid primary key references person,
  account_id uuid not null references account,
  key_hash text not null unique,
  created_at timestamptz not null
);
create index calendar_feed_by_account on calendar_feed (account_id);
call protect_account_table('calendar_feed');

-- Reminders by any number of days, and which of them wait for the e-mail that has all of an account.
set local lock_timeout = '2s';
alter table deadline_notice
  drop constraint deadline_notice_kind_check,
  add constraint deadline_notice_kind_check check (
    kind in ('renewed', 'extended', 'ended') or kind ~ '^termEndsIn[0-9]+Days?$') not valid,
  -- The version before sends its e-mails itself, when it writes a row.
  add column notified_at timestamptz default now();
alter table deadline_notice validate constraint deadline_notice_kind_check;
create index deadline_notice_to_send on deadline_notice (account_id) where notified_at is null;
grant update on deadline_notice to portal_app;
