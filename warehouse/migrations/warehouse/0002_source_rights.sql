-- Rights of sources: what it takes to ask one, whether a model may compute from it, and under which
-- source it counts. The table is rewritten by every run.
alter table raw.sources add column if not exists counts_as text;
alter table raw.sources add column if not exists access text;
alter table raw.sources add column if not exists may_score boolean;
