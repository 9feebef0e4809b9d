-- Decisions that a person does not want to see on the dashboard before a day. They are the person's own: what one
-- administrator postpones, the others still see.
create table postponed_decision (
  person_id uuid not null references person on delete cascade,
  -- What is to be decided, such as `windowCloses:<subscription>:<instant>`: a new window is a new decision.
  decision_key text not null check (length(decision_key) <= 200),
  account_id uuid not null references account,
  -- The day on which it is shown again.
  until date not null,
  postponed_at timestamptz not null,
  primary key (person_id, decision_key)
);
create index postponed_decision_by_account on postponed_decision (account_id);
call protect_account_table('postponed_decision');
