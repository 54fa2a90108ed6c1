-- A slice is replaced by its id; without these every replacement reads the whole table.
-- The embedded engine needs none: it skips row groups by their minima and maxima.
create index if not exists tiktok_signals_slice on raw.tiktok_signals (slice_id);
create index if not exists twitter_signals_slice on raw.twitter_signals (slice_id);
create index if not exists youtube_signals_slice on raw.youtube_signals (slice_id);
create index if not exists google_trends_signals_slice on raw.google_trends_signals (slice_id);
create index if not exists pinterest_signals_slice on raw.pinterest_signals (slice_id);
create index if not exists wikimedia_signals_slice on raw.wikimedia_signals (slice_id);
create index if not exists curated_signals_slice on raw.curated_signals (slice_id);
create index if not exists user_signals_slice on raw.user_signals (slice_id);
create index if not exists quarantine_slice on raw.quarantine (slice_id);
create index if not exists term_links_seen on raw.term_links (seen, kind);
