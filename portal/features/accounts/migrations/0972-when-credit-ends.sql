-- How the charges of a customer are paid that its prepaid credit does not cover: on account, or by credit below zero,
-- which the next payment in advance settles.
alter table account add column when_credit_ends text not null default 'onAccount'
  check (when_credit_ends in ('onAccount', 'belowZero'));
