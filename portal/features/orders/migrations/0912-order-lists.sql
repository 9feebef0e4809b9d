-- Orders that failed or were cancelled are few among all: the provider's list of them, and its home. Orders by amount.
create index customer_order_by_end on customer_order (status, placed_at desc) where status in ('failed', 'cancelled');
create index customer_order_failed on customer_order (finished_at desc) where status = 'failed';
create index customer_order_by_amount on customer_order (today_gross);
