-- As 0001, for the raw tables that came later.
create index if not exists instagram_signals_slice on raw.instagram_signals (slice_id);
create index if not exists etsy_trending_signals_slice on raw.etsy_trending_signals (slice_id);
create index if not exists reddit_signals_slice on raw.reddit_signals (slice_id);
create index if not exists bluesky_signals_slice on raw.bluesky_signals (slice_id);
create index if not exists hacker_news_signals_slice on raw.hacker_news_signals (slice_id);
