-- What a vendor gives us to keep (a refresh token that rotates), encrypted. No account reads it.
create table vendor_secret (
  name text primary key,
  sealed text not null,
  updated_at timestamptz not null
);
alter table vendor_secret enable row level security;
alter table vendor_secret force row level security;
create policy system_rows on vendor_secret using (app_scope() = 'system') with check (app_scope() = 'system');
