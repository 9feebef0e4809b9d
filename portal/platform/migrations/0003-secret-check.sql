-- A known text, sealed: whether the SECRET of a process is the one that the database was sealed with.
create table secret_check (
  id integer primary key check (id = 1),
  sealed text not null,
  made_at timestamptz not null
);
alter table secret_check enable row level security;
alter table secret_check force row level security;
create policy system_rows on secret_check using (app_scope() = 'system') with check (app_scope() = 'system');

-- The requests that all processes leased of a limiter, by minute, of the last day: for the people who operate it.
create table request_usage (
  limiter text not null,
  minute timestamptz not null,
  permits integer not null,
  primary key (limiter, minute)
);
alter table request_usage enable row level security;
alter table request_usage force row level security;
create policy system_rows on request_usage using (app_scope() = 'system') with check (app_scope() = 'system');

-- As before, and each lease is counted in its minute.
create or replace function lease_requests(
  limiter_name text, wanted integer, per_window integer, window_ms integer, test_time timestamptz default null
) returns table (granted integer, wait_ms integer) language plpgsql as $$
declare
  length interval := make_interval(secs => window_ms / 1000.0);
  moment timestamptz;
begin
  perform pg_advisory_xact_lock(hashtext('request_lease'), hashtext(limiter_name));
  moment := coalesce(test_time, clock_timestamp());
  delete from request_lease where limiter = limiter_name and leased_at <= moment - length;
  select greatest(0, least(wanted, per_window - coalesce(sum(permits), 0)))::integer into granted
  from request_lease where limiter = limiter_name;
  wait_ms := 0;
  if granted > 0 then
    insert into request_lease (limiter, permits, leased_at) values (limiter_name, granted, moment);
    insert into request_usage as used (limiter, minute, permits)
    values (limiter_name, date_trunc('minute', moment), granted)
    on conflict (limiter, minute) do update set permits = used.permits + excluded.permits;
    delete from request_usage where limiter = limiter_name and minute < moment - interval '25 hours';
  else
    select ceil(extract(epoch from min(leased_at) + length - moment) * 1000)::integer into wait_ms
    from request_lease where limiter = limiter_name;
  end if;
  return next;
end $$;
