-- Requests of a vendor that get no answer, as each process notices them. A process that ended without another word
-- leaves its rows behind: rows that were not seen for a while do not count, and the next write removes them.
create table vendor_outage (
  vendor text not null,
  -- The customer whose requests get no answer, by the vendor's id; empty where it is the vendor as a whole.
  vendor_customer_id text not null,
  -- The process that noticed it.
  noticed_by uuid not null,
  began_at timestamptz not null,
  seen_at timestamptz not null,
  primary key (vendor, vendor_customer_id, noticed_by)
);
alter table vendor_outage enable row level security;
alter table vendor_outage force row level security;
create policy system_rows on vendor_outage
  using (app_scope() = 'system') with check (app_scope() = 'system');
