-- The addresses in audit records end after their time. Nothing else of a record is ever changed, and an address that
-- was forgotten is not written again.
set local lock_timeout = '2s';
create function refuse_audit_address() returns trigger language plpgsql as $$
begin
  raise exception 'the address of an audit record can only be forgotten' using errcode = 'check_violation';
end $$;
create trigger audit_address_ends before update of address on audit_record
  for each row when (new.address is not null) execute function refuse_audit_address();
grant update (address) on audit_record to portal_system;
create index audit_record_with_address on audit_record (created_at) where address is not null;
