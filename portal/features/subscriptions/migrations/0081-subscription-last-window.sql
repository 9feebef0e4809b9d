-- When the last of this term's windows for giving seats back closes or closed. Vendors stop telling of a batch once its window
-- has closed, and people are to be told since when.
alter table subscription add column last_window_closes_at timestamptz;
