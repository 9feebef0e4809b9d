-- Attempts to sign in are appended and never changed; the pass that forgets old ones alone deletes, in the system's
-- scope.
grant delete on sign_in_attempt to portal_app;
create policy old_rows on sign_in_attempt as restrictive for delete
  using (app_scope() = 'system' and attempted_at < now() - interval '7 days');
create index sign_in_attempt_by_time on sign_in_attempt (attempted_at);
create index session_by_end on session (expires_at);
