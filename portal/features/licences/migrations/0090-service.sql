-- A bought product as people use it: a link in the navigation, a tile, a page.
create table service (
  id uuid primary key default gen_random_uuid(),
  account_id uuid not null references account,
  subscription_id uuid not null unique references subscription,
  name text not null,
  vendor text not null,
  -- Address of the service itself, outside the portal.
  address text not null,
  created_at timestamptz not null
);
create index service_by_account on service (account_id, name);
call protect_account_table('service');

create table service_assignment (
  service_id uuid not null references service,
  person_id uuid not null references person on delete cascade,
  account_id uuid not null references account,
  assigned_at timestamptz not null,
  -- The person who did it; null for the system.
  assigned_by uuid,
  primary key (service_id, person_id)
);
create index service_assignment_by_person on service_assignment (person_id);
call protect_account_table('service_assignment');
