-- The words by which the provider's staff finds a customer: of the company, of its people and of its tenants. Each row
-- that has such words keeps them here in the transaction that changes it, so that no list reads all people and all
-- tenants. Compared by bytes: the beginning of a word is then a range of the index, which row security allows too.
create table customer_word (
  account_id uuid not null references account on delete cascade,
  -- The account, the person or the tenant that has the word.
  source_id uuid not null,
  word text collate "C" not null check (word <> ''),
  primary key (source_id, word)
);
create index customer_word_by_word on customer_word (word, account_id);
create index customer_word_by_account on customer_word (account_id, word);
call protect_account_table('customer_word');

-- Words as they are compared: small letters without accents, split at spaces and at what is typed between words.
create function words_of(variadic texts text[]) returns text[] language sql stable as $$
  select array(
    select distinct left(word, 100)
    from regexp_split_to_table(
      lower(regexp_replace(normalize(concat_ws(' ', variadic texts), NFKD), '[\u0300-\u036f]', '', 'g')),
      '[\s!-/:-@\[-`{-~]+'
    ) as word
    where word <> ''
  )
$$;

create function keep_customer_words(account uuid, source uuid, words text[]) returns void language sql as $$
  delete from customer_word where source_id = source and word <> all (words);
  insert into customer_word (account_id, source_id, word) select account, source, unnest(words) on conflict do nothing;
$$;

-- A VAT number is found with and without the letters of its country.
create function account_words(of_account account) returns text[] language sql stable as $$
  select words_of(of_account.name, of_account.city, of_account.vat_number, substring(of_account.vat_number from '\d.*'))
$$;
create function person_words(of_person person) returns text[] language sql stable as $$
  select case when of_person.removed_at is null
    then words_of(of_person.first_name, of_person.last_name, of_person.login, of_person.email) else '{}' end
$$;

create function keep_words_of_account() returns trigger language plpgsql as $$
begin
  perform keep_customer_words(new.id, new.id, account_words(new));
  return null;
end $$;
create trigger account_words after insert or update of name, city, vat_number on account
  for each row execute function keep_words_of_account();

create function keep_words_of_person() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and old.account_id <> new.account_id then
    delete from customer_word where source_id = new.id;
  end if;
  perform keep_customer_words(new.account_id, new.id, person_words(new));
  return null;
end $$;
create trigger person_words
  after insert or update of account_id, first_name, last_name, login, email, removed_at on person
  for each row execute function keep_words_of_person();

create function keep_words_of_tenant() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and old.account_id <> new.account_id then
    delete from customer_word where source_id = new.id;
  end if;
  perform keep_customer_words(new.account_id, new.id, words_of(new.domain));
  return null;
end $$;
create trigger tenant_words after insert or update of account_id, domain on tenant
  for each row execute function keep_words_of_tenant();

create function forget_customer_words() returns trigger language plpgsql as $$
begin
  delete from customer_word where source_id = old.id;
  return null;
end $$;
create trigger person_words_end after delete on person for each row execute function forget_customer_words();
create trigger tenant_words_end after delete on tenant for each row execute function forget_customer_words();

set local app.scope = 'system';
insert into customer_word (account_id, source_id, word)
select id, id, unnest(account_words(account)) from account
union all
select account_id, id, unnest(person_words(person)) from person
union all
select account_id, id, unnest(words_of(domain)) from tenant;

-- All customers in the order in which they came, and how many they are.
create index account_by_creation on account (kind, created_at, id);
