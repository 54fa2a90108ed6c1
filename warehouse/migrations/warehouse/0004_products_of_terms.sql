-- The products that suit a term. Rows of older rules are written anew by the next run.
alter table raw.terms add column if not exists products text;
alter table raw.terms add column if not exists product_reasons text;
