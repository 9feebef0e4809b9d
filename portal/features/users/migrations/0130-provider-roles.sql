-- The provider's staff have two roles. Whoever is of the staff already administers the portal (`provider`); operators
-- serve customers.
alter table person drop constraint person_role_check;
alter table person add constraint person_role_check
  check (role in ('serviceUser', 'administrator', 'providerOperator', 'provider'));

-- A role of the provider's staff reaches every account, so the database refuses it to people of a customer, and the
-- roles of customers to the staff, whatever an operation forgets.
create function check_person_role() returns trigger language plpgsql as $$
declare
  kind_of_account text;
begin
  select kind into kind_of_account from account where id = new.account_id;
  if (new.role in ('providerOperator', 'provider')) is distinct from (kind_of_account = 'provider') then
    raise exception 'the role % is not one of an account of kind %', new.role, kind_of_account
      using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger person_role_of_account before insert or update of role, account_id on person
  for each row execute function check_person_role();
