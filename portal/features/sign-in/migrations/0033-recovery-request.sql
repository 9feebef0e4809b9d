-- Requests of a link to choose a new password, by network, for the limit. Machine time; rows older than an hour are
-- deleted.
create table recovery_request (
  id bigint generated always as identity primary key,
  network text not null,
  requested_at timestamptz not null
);
create index recovery_request_by_network on recovery_request (network, requested_at);
alter table recovery_request enable row level security;
alter table recovery_request force row level security;
create policy system_rows on recovery_request using (app_scope() = 'system') with check (app_scope() = 'system');
