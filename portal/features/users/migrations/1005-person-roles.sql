-- A person holds one or more roles. Behind "Assegna ruoli di membro del personale all'utente" there are five, which can
-- be held together; the right to do something comes from any of them.
alter table person add column roles text[];
update person set roles = array[role];

-- `role` stays for processes of the version before, as the role of theirs with the same rights, else with fewer. It is
-- derived from `roles`, and a role that such a process writes becomes the only one.
create or replace function check_person_role() returns trigger language plpgsql as $$
declare
  kind_of_account text;
begin
  if new.roles is null
    or (tg_op = 'UPDATE' and new.role is distinct from old.role and new.roles is not distinct from old.roles)
  then
    new.roles := array[new.role];
  end if;
  new.role := case
    when cardinality(new.roles) = 1 and new.roles[1] in ('administrator', 'providerOperator', 'provider')
      then new.roles[1]
    else 'serviceUser' end;
  select kind into kind_of_account from account where id = new.account_id;
  if (new.roles <@ array['providerOperator', 'provider']) is distinct from (kind_of_account = 'provider') then
    raise exception 'the roles % are not those of an account of kind %', new.roles, kind_of_account
      using errcode = 'check_violation';
  end if;
  return new;
end $$;
drop trigger person_role_of_account on person;
create trigger person_role_of_account before insert or update of role, roles, account_id on person
  for each row execute function check_person_role();

alter table person alter column roles set not null;
-- A service user, an administrator and the provider's staff have one role: another beside it would say nothing.
alter table person add constraint person_roles_check check (
  roles <@ array['serviceUser', 'costViewer', 'userManager', 'subscriptionManager', 'purchaser', 'administrator',
    'providerOperator', 'provider']
  and cardinality(roles) > 0
  and (cardinality(roles) = 1 or not roles && array['serviceUser', 'administrator', 'providerOperator', 'provider'])
);
