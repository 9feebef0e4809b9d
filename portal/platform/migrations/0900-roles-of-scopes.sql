-- One role for each scope, and one policy for each role (docs/decisions/0028). Two policies that hold for one role are
-- joined by OR, and no index answers that: a small account's query read the rows of all accounts.
--
-- `portal_app` is a member of the three roles and switches to one of them in each transaction. As a member it has
-- their policies too, joined by OR as before: processes of the version before go on, as do the owner's migrations,
-- backup and restore. The number is above those of the modules, whose tables are there by then.

-- The tables are locked one after the other. Given up before the database looks for a deadlock (after one second), and
-- tried again.
set local lock_timeout = '500ms';

do $$
declare
  scope_role text;
begin
  foreach scope_role in array array['portal_customer', 'portal_provider', 'portal_system'] loop
    begin
      execute format('create role %I nologin nobypassrls', scope_role);
    exception when duplicate_object or unique_violation then
      null; -- Roles belong to the server: another database's migration has made it.
    end;
    if not exists (
      select from pg_auth_members
      where roleid = scope_role::regrole and member = 'portal_app'::regrole
    ) then
      execute format('grant %I to portal_app', scope_role);
    end if;
  end loop;
end $$;

grant usage on schema public to portal_customer, portal_provider, portal_system;
-- Transactions start jobs. The tables of the queue are made by the queue itself, as portal_app.
grant usage on schema pgboss to portal_customer, portal_provider, portal_system;
grant select, insert, update, delete on all tables in schema pgboss
  to portal_customer, portal_provider, portal_system;
grant usage on all sequences in schema pgboss to portal_customer, portal_provider, portal_system;
alter default privileges for role portal_app in schema pgboss
  grant select, insert, update, delete on tables to portal_customer, portal_provider, portal_system;
alter default privileges for role portal_app in schema pgboss
  grant usage on sequences to portal_customer, portal_provider, portal_system;

-- Gives the roles of the scopes the privileges of portal_app on tables and sequences, no more and no less. Called
-- after every migration, which grants to portal_app and revokes from it alone.
create procedure copy_grants_to_scopes() language plpgsql as $$
declare
  change record;
begin
  for change in
    with scope_role as (
      select oid, rolname as name from pg_roles where rolname in ('portal_customer', 'portal_provider', 'portal_system')
    ),
    held as (
      select pg_class.oid as relation, relkind = 'S' as is_sequence, acl.grantee, acl.privilege_type as privilege
      from pg_class, aclexplode(relacl) as acl
      where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v', 'm', 'S')
    ),
    wanted as (
      select relation, is_sequence, scope_role.oid as grantee, privilege from held, scope_role
      where held.grantee = 'portal_app'::regrole
    ),
    present as (select * from held where grantee in (select oid from scope_role))
    select 'grant %s on %s %s to %s' as statement, missing.*
    from (select * from wanted except select * from present) as missing
    union all
    select 'revoke %s on %s %s from %s', extra.*
    from (select * from present except select * from wanted) as extra
  loop
    execute format(
      change.statement,
      change.privilege,
      case when change.is_sequence then 'sequence' else 'table' end,
      change.relation::regclass,
      change.grantee::regrole
    );
  end loop;
end $$;

do $$
declare
  found record;
begin
  for found in
    select tablename, policyname,
      case policyname when 'account_rows' then 'portal_customer' else 'portal_provider, portal_system' end as roles
    from pg_policies
    where schemaname = 'public' and policyname in ('account_rows', 'all_rows')
    order by tablename, policyname
  loop
    execute format('alter policy %I on %I to %s', found.policyname, found.tablename, found.roles);
  end loop;
end $$;

-- Puts a customer table under row security: a customer's transaction sees its account's rows, the provider's and the
-- system's see all. The scope is asked once for a query, and the account is a condition that an index answers.
create or replace procedure protect_account_table(name text) language plpgsql as $$
begin
  execute format('alter table %I enable row level security', name);
  execute format('alter table %I force row level security', name);
  execute format(
    'create policy account_rows on %I to portal_customer using (account_id = app_account_id()) '
    'with check (account_id = app_account_id())', name);
  execute format(
    'create policy all_rows on %I to portal_provider, portal_system '
    'using (app_scope() in (''provider'', ''system'')) '
    'with check (app_scope() in (''provider'', ''system''))', name);
end $$;
