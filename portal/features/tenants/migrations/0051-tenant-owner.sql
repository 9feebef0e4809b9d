-- A Microsoft tenant belongs to one account of the portal. Whether another account has it, no account may read; this
-- function answers yes or no, and says nothing of whose it is.
create unique index tenant_once_per_microsoft_customer on tenant (microsoft_customer_id);
create function microsoft_customer_of_another_account(customer text, account uuid) returns boolean
  language plpgsql stable set app.scope = 'system' as $$
begin
  return exists (select from tenant where microsoft_customer_id = customer and account_id <> account);
end $$;
