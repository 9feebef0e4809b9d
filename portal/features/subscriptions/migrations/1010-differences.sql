-- The provider's list of subscriptions whose vendor shows something else than was chosen; few have differences.
create index subscription_with_differences on subscription (read_at desc, id desc) where differences is not null;
