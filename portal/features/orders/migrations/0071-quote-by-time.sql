create index quote_by_time on quote (created_at);
