-- An advance payment can be corrected: by an entry with the opposite amount that names it, once.
alter table credit_entry
  add column corrects_id uuid references credit_entry,
  -- The person of the provider who booked it.
  add column person_id uuid,
  drop constraint credit_entry_kind_check,
  add constraint credit_entry_kind_check check (kind in ('topUp', 'taken', 'returned', 'corrected')),
  drop constraint credit_entry_check,
  add constraint credit_entry_sign check ((kind in ('taken', 'corrected')) = (amount < 0)),
  drop constraint credit_entry_cause,
  add constraint credit_entry_cause check (
    kind in ('topUp', 'corrected') or order_id is not null or charge_id is not null),
  add constraint credit_entry_corrected check ((kind = 'corrected') = (corrects_id is not null));
create unique index credit_entry_corrected_once on credit_entry (corrects_id) where corrects_id is not null;
