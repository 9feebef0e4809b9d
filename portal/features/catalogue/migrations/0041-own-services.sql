-- The provider's own services are entered in Italian and English; a vendor's offers have one language, and null here.
alter table product add column title_en text check (title_en <> ''), add column description_en text;
alter table offer add column title_en text check (title_en <> ''), add column description_en text;

-- A way to buy that is not sold any more keeps a price for what runs and renews.
alter table price add column is_sold boolean not null default true;
