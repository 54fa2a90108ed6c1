-- Raw signals in chunks of a month of captured_at, the moment by which the models cut: a query of
-- the last hour opens the last chunk. A table that holds rows already is moved, which takes as long
-- as copying it. No unique key: a slice may say two things of one observation, and both are kept;
-- a key here would have to contain captured_at.
do $$
declare
    platform text;
    signals regclass;
begin
    foreach platform in array array[
        'wikimedia', 'google_trends', 'tiktok', 'instagram', 'twitter', 'youtube', 'pinterest',
        'etsy_trending', 'reddit', 'bluesky', 'hacker_news', 'curated', 'user'
    ] loop
        signals := format('raw.%I', platform || '_signals')::regclass;
        perform create_hypertable(
            signals, by_range('captured_at', interval '1 month'),
            migrate_data => true, if_not_exists => true
        );
    end loop;
end
$$;
