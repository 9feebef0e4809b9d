-- The notifications of people. The mail about the same event, if any, is in the outbox.
create table notification (
  id uuid primary key default gen_random_uuid(),
  account_id uuid not null references account,
  person_id uuid not null references person on delete cascade,
  -- Part of the message keys `notifications.kind.<kind>.title` and `.text`.
  kind text not null,
  facts jsonb not null,
  -- Path within the portal, or null.
  link text,
  created_at timestamptz not null,
  read_at timestamptz
);
create index notification_by_person on notification (person_id, created_at desc);
create index notification_unread on notification (person_id) where read_at is null;
call protect_account_table('notification');
