-- A mail with a link for one person alone keeps a placeholder in its bodies; the link is sealed beside them until the
-- mail was sent.
alter table mail
  add column has_personal_link boolean not null default false,
  add column sealed_link text;
alter table mail drop constraint mail_status_check;
-- `replaced`: it could not be sent, and another mail with a new link was written in its place.
alter table mail add constraint mail_status_check check (status in ('waiting', 'kept', 'sent', 'failed', 'replaced'));

-- The links of earlier mails, which lie in their bodies. A mail that is still to be sent needs its link.
set local app.scope = 'system';
update mail
set
  has_personal_link = true,
  text_body = regexp_replace(text_body, 'https?://\S+/activate\?token=[A-Za-z0-9_-]+', '{{personal-link}}', 'g'),
  html_body = regexp_replace(html_body, 'https?://[^"\s<]+/activate\?token=[A-Za-z0-9_-]+', '{{personal-link}}', 'g')
where status <> 'waiting' and text_body ~ '/activate\?token=';
