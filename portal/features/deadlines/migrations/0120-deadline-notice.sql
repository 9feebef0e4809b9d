-- The notices that were sent, once each: reminders before a term ends, and its outcome.
create table deadline_notice (
  id uuid primary key default gen_random_uuid(),
  account_id uuid not null references account,
  subscription_id uuid not null references subscription,
  kind text not null check (
    kind in ('termEndsIn30Days', 'termEndsIn7Days', 'termEndsIn1Day', 'renewed', 'extended', 'ended')
  ),
  -- The day that the notice is about.
  due_on date not null,
  created_at timestamptz not null,
  unique (subscription_id, kind, due_on)
);
create index deadline_notice_by_account on deadline_notice (account_id, created_at desc);
call protect_account_table('deadline_notice');
revoke update, delete on deadline_notice from portal_app;
