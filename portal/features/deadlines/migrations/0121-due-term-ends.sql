-- The pass of reminders visits the running subscriptions in the order of their ends and ids.
create index subscription_by_end_and_id on subscription (ends_before, id) where status = 'active';
drop index subscription_by_end;
-- The pass of ended terms visits the events in the order of their times and ids.
create index subscription_event_term_ends on subscription_event (happened_at, id)
  where kind in ('renewed', 'extended', 'ended');
