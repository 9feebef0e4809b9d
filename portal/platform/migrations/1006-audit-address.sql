-- Where a request came from, beside each record of the audit: "who did what, when, from where". Records of earlier
-- versions, of jobs and of the command line have none.
alter table audit_record add column address text;

-- The log is read from a place on, by time and id.
create index audit_record_by_place on audit_record (account_id, created_at desc, id desc);
drop index audit_record_by_account;
