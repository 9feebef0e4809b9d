-- Where an import puts what it has read, piece by piece, before one short transaction takes it over. Nothing here outlives its
-- import for long, so it needs no place in the write-ahead log.
create unlogged table staged_price (
  import_id uuid not null,
  line integer not null,
  vendor_product_id text not null,
  vendor_sku_id text not null,
  market text not null,
  currency text not null,
  segment text not null,
  term_duration text not null,
  billing_cycle text not null,
  unit_cost numeric not null,
  retail_price numeric,
  effective_from timestamptz not null,
  effective_until timestamptz not null,
  staged_at timestamptz not null
);
call protect_house_table('staged_price');

create unlogged table staged_offer (
  import_id uuid not null,
  vendor_product_id text not null,
  vendor_sku_id text not null,
  product_title text not null,
  sku_title text not null,
  publisher text not null,
  description text not null,
  category text not null,
  is_trial boolean not null,
  title_text text not null,
  id_text text not null,
  staged_at timestamptz not null
);
call protect_house_table('staged_offer');
