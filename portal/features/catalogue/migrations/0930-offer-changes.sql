-- Each process keeps what the marketplace search compares in its memory (docs/decisions/0032) and reads before each
-- search the offers that have changed since: those whose last change was made by a transaction that it has not seen.
alter table offer add column changed_in bigint not null default 0;
create index offer_by_change on offer (changed_in, id);

create function mark_offer_changed() returns trigger language plpgsql as $$
begin
  new.changed_in := pg_current_xact_id()::text::bigint;
  return new;
end $$;
create trigger offer_added before insert on offer
  for each row execute function mark_offer_changed();
create trigger offer_changed before update on offer
  for each row
  when (
    (old.product_id, old.search_text, old.segment, old.is_trial, old.is_add_on, old.sold_from, old.sold_until)
      is distinct from
    (new.product_id, new.search_text, new.segment, new.is_trial, new.is_add_on, new.sold_from, new.sold_until)
  )
  execute function mark_offer_changed();

create function mark_offers_of_product_changed() returns trigger language plpgsql as $$
begin
  update offer set changed_in = pg_current_xact_id()::text::bigint where product_id = new.id;
  return null;
end $$;
create trigger product_changed after update on product
  for each row
  when ((old.title, old.category) is distinct from (new.title, new.category))
  execute function mark_offers_of_product_changed();
