-- The jobs of readings find what is due of a customer.
create index subscription_due_by_tenant on subscription (tenant_id, read_again_at)
  where read_again_at is not null and tenant_id is not null;
