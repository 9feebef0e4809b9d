-- There is one provider. Processes that start at the same time on an empty database create its account once.
create unique index account_provider on account (kind) where kind = 'provider';
