-- The words of all titles. A typing error is mended against them, and the search itself then looks for words that exist. No trigram
-- index on offers: under row security the database may not use it, and two thousand offers are read faster than it is asked.
create table search_word (
  word text primary key
);
call protect_house_table('search_word');
