-- The provider's home counts and shows the e-mails that could not be sent.
create index mail_failed on mail (created_at desc) where status = 'failed';
