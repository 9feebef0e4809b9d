-- The orders that wait for a step of the provider, of one account or of all: few rows at any time.
create index order_step_of_provider on order_step (account_id, order_id)
  where status = 'running' and waiting_on = 'provider';
