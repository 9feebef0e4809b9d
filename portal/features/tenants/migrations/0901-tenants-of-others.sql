-- The two questions about tenants of other accounts are asked as the system's role: the role of a customer sees its
-- own account's rows whatever the scope says (docs/decisions/0028). Role and scope are the caller's again afterwards; a
-- failure ends the transaction, and with it both settings.
create or replace function microsoft_customer_of_another_account(customer text, account uuid) returns boolean
language plpgsql as $$
declare
  caller_role text := current_setting('role');
  caller_scope text := coalesce(current_setting('app.scope', true), '');
  is_taken boolean;
begin
  perform set_config('role', 'portal_system', true), set_config('app.scope', 'system', true);
  is_taken := exists (select from tenant where microsoft_customer_id = customer and account_id <> account);
  perform set_config('role', caller_role, true), set_config('app.scope', caller_scope, true);
  return is_taken;
end $$;

create or replace function tenant_claimed_by_another_account(names text[], account uuid) returns boolean
language plpgsql as $$
declare
  caller_role text := current_setting('role');
  caller_scope text := coalesce(current_setting('app.scope', true), '');
  is_claimed boolean;
begin
  perform set_config('role', 'portal_system', true), set_config('app.scope', 'system', true);
  is_claimed := exists (
    select from tenant where domain = any(names) and status = 'claimed' and account_id <> account
  );
  perform set_config('role', caller_role, true), set_config('app.scope', caller_scope, true);
  return is_claimed;
end $$;
