-- What each source delivered on each day of capture, kept up to date by the pipeline after it has loaded
-- (warehouse/engine/timescale.py): the models read it as `delivered_by_day`. Days that came after
-- the last refresh are read from the rows (materialized_only = false).
--
-- Compression: rows come and go by slice, and slices are many and small, so a segment is a source
-- and its rows lie by slice: each batch of a thousand knows the first and last slice in it, and a
-- slice is taken out by unpacking its own batches. (A segment for each slice took four times the
-- space.) Within a slice the rows lie as the models group them. Two months: later rows are rare, and
-- compressed chunks take them as well.
do $$
declare
    platform text;
    signals text;
begin
    foreach platform in array array[
        'wikimedia', 'google_trends', 'tiktok', 'instagram', 'twitter', 'youtube', 'pinterest',
        'etsy_trending', 'reddit', 'bluesky', 'hacker_news', 'curated', 'user'
    ] loop
        signals := format('raw.%I', platform || '_signals');
        execute format(
            'create materialized view %s
            with (timescaledb.continuous, timescaledb.materialized_only = false) as
            select
                time_bucket(interval ''1 day'', captured_at) as captured_on, source, origin,
                count(*) as n_rows,
                min(captured_at) as first_captured_at, max(captured_at) as last_captured_at,
                min(observed_at) as first_observed_at, max(observed_at) as last_observed_at
            from %s
            group by 1, 2, 3
            with no data',
            signals || '_by_day', signals
        );
        execute format(
            'alter table %s set (
                timescaledb.compress,
                timescaledb.compress_segmentby = ''source'',
                timescaledb.compress_orderby = ''slice_id, metric, term, observed_at, captured_at''
            )',
            signals
        );
        perform add_compression_policy(signals::regclass, interval '60 days', if_not_exists => true);
    end loop;
    -- A day that is said anew, or an as-of moment that goes back, may touch any number of
    -- compressed rows. Only an owner may set this for the database.
    begin
        execute format(
            'alter database %I set timescaledb.max_tuples_decompressed_per_dml_transaction = 0',
            current_database()
        );
    exception when insufficient_privilege then
        raise notice 'the limit on changes to compressed rows stays: not the owner of the database';
    end;
end
$$;
