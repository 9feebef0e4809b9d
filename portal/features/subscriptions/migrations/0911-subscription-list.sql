-- The list of an account's subscriptions in its order, those that have ended last, and their number by outcome: a page
-- costs the same whatever the number of rows.
create index subscription_in_list on subscription (account_id, (term_end_outcome = 'ended'), ends_before, name, id);
create index subscription_by_outcome on subscription (account_id, term_end_outcome);
