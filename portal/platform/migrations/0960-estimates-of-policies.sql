-- The policy of the provider's and the system's scope hides no row, but the planner took it for a condition that
-- one row in a hundred meets: for a page of 25 rows it read and sorted a whole table, because a hundredth of it is
-- soon sorted. Of "is not null" it expects that nearly every row meets it. The condition itself is the same, for the
-- same roles.
--
-- The tables are locked one after the other. Given up before the database looks for a deadlock (after one second), and
-- tried again.
set local lock_timeout = '500ms';

do $$
declare
  found record;
begin
  for found in
    select tablename from pg_policies where schemaname = 'public' and policyname = 'all_rows' order by tablename
  loop
    execute format(
      'alter policy all_rows on %I '
      'using (array_position(array[''provider'', ''system''], app_scope()) is not null) '
      'with check (array_position(array[''provider'', ''system''], app_scope()) is not null)', found.tablename);
  end loop;
end $$;

create or replace procedure protect_account_table(name text) language plpgsql as $$
begin
  execute format('alter table %I enable row level security', name);
  execute format('alter table %I force row level security', name);
  execute format(
    'create policy account_rows on %I to portal_customer using (account_id = app_account_id()) '
    'with check (account_id = app_account_id())', name);
  execute format(
    'create policy all_rows on %I to portal_provider, portal_system '
    'using (array_position(array[''provider'', ''system''], app_scope()) is not null) '
    'with check (array_position(array[''provider'', ''system''], app_scope()) is not null)', name);
end $$;
