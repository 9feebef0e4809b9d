-- Locks by network, devices that have signed in before, scopes of API keys.

-- The network that an attempt came from: an IPv4 address, or the first 64 bits of an IPv6 one. Null in older rows.
alter table sign_in_attempt add column network text;
create index sign_in_attempt_by_network on sign_in_attempt (network, attempted_at desc);
-- The outcomes are listed in the code, where modules add theirs.
alter table sign_in_attempt drop constraint sign_in_attempt_outcome_check;

-- Where a person cannot sign in for a while, after too many wrong passwords. Machine time. `person.locked_until` is the
-- end of the last one, for lists.
create table sign_in_lock (
  id uuid primary key default gen_random_uuid(),
  person_id uuid not null references person on delete cascade,
  -- Null: everywhere.
  network text,
  -- Address of the last attempt, for people to read.
  ip_address text,
  locked_at timestamptz not null,
  -- Exclusive.
  locked_until timestamptz not null
);
create index sign_in_lock_by_person on sign_in_lock (person_id, locked_until desc);

-- A browser in which a person has signed in before; a lock does not keep it out. Its cookie is stored as a hash only.
create table known_device (
  id uuid primary key default gen_random_uuid(),
  person_id uuid not null references person on delete cascade,
  token_hash text not null unique,
  -- Wrong passwords since the last right one.
  failure_count integer not null default 0,
  -- Machine time.
  created_at timestamptz not null,
  last_used_at timestamptz not null
);
create index known_device_by_person on known_device (person_id, last_used_at desc);

do $$
declare name text;
begin
  foreach name in array array['sign_in_lock', 'known_device'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format(
      'create policy person_rows on %I
       using (exists (select from person where person.id = person_id))
       with check (exists (select from person where person.id = person_id))',
      name
    );
  end loop;
end $$;

-- Row security is forced, for the owner too: without a scope these statements would see no rows.
set local app.scope = 'system';

insert into sign_in_lock (person_id, locked_at, locked_until)
select id, now(), locked_until from person where locked_until > now();

-- The scopes of a key, in Better Auth's column. The keys that exist keep what they could do.
update api_key set permissions = '{"portal":["read","order","people"]}' where permissions is null;
alter table api_key alter column permissions set not null;

-- Time of the mail that the key is about to end; null: none was sent.
alter table api_key add column reminded_at timestamptz;

-- No key without an end.
update api_key set expires_at = least(created_at + interval '365 days', now() + interval '365 days')
where expires_at is null;
alter table api_key alter column expires_at set not null;
