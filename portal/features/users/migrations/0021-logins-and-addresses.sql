-- breaking: versions before this one look for a login over all accounts, and add users by that rule
-- Logins are compared by a key in which look-alike letters are one (people/login-key.ts has the same lines). A login is
-- unique in its account; a confirmed sign-in address has one person in the whole portal.
create function login_key_of(login text) returns text language sql immutable as $$
  select translate(
    normalize(login, NFKC),
    'авекмнорстухгьіїѕјһԁԛԝѵӏёαβεζηικμνορσςτυχγօսոհցյզıɑɡɩʋ01',
    'abekmhopctyxrbiisjhdqwvleabeznikuvopoctuxyounhgjqiagivol'
  )
$$;

set local app.scope = 'system';

-- Two logins of one account that look alike: the newer one is told apart by a part of the person's id.
update person
set login = person.login || '-' || left(person.id::text, 8)
from (
  select id, row_number() over (partition by account_id, login_key_of(login) order by created_at, id) as place
  from person
  where login is not null
) as ranked
where ranked.id = person.id and ranked.place > 1;

alter table person
  add column login_key text generated always as (login_key_of(login)) stored,
  -- The name by which Better Auth finds a person whom the portal has found already.
  add column auth_name text generated always as (id::text) stored,
  -- Movable clock. Null: nobody has shown yet that the mails to `email` reach the person.
  add column email_confirmed_at timestamptz;
alter table person drop constraint person_login_key;
create unique index person_login_in_account on person (account_id, login_key);
create index person_by_login_key on person (login_key);

-- People who chose a password until now are taken to have their address; where several have one, the first of them.
update person
set email_confirmed_at = person.password_set_at
from (
  select id, row_number() over (partition by lower(email) order by created_at, id) as place
  from person
  where password_set_at is not null and removed_at is null
) as ranked
where ranked.id = person.id and ranked.place = 1;
create unique index person_confirmed_email on person (lower(email))
  where email_confirmed_at is not null and removed_at is null;

-- A new sign-in address, or a login that is an address, until it is confirmed by the link in a mail to it.
create table address_change (
  id uuid primary key,
  account_id uuid not null references account,
  person_id uuid not null references person on delete cascade,
  address text not null,
  changes_email boolean not null,
  changes_login boolean not null,
  check (changes_email or changes_login),
  -- The token is stored as a hash only.
  token_hash text not null unique,
  requested_at timestamptz not null,
  -- Movable clock.
  expires_at timestamptz not null,
  confirmed_at timestamptz,
  -- Cancelled, or replaced by another change of the way in.
  ended_at timestamptz
);
create unique index address_change_open on address_change (person_id) where confirmed_at is null and ended_at is null;
call protect_account_table('address_change');
