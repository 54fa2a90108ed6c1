-- Made-up history for the hour benchmark: $alive terms seen every day of the last 100, and $dead
-- terms that were seen daily for a year and then no more, half a year ago at the latest.
-- A third each are counters, daily counts and places on a list. Hashes stand for chance.
create or replace temp table word as
select i, md5('t' || i)[:16] as term_id, 'rehearsal term ' || i as term, i % 3 as way,
    case when i < $alive then 100 else 365 end as days,
    -- Days between the term's last one and the end of the history.
    case when i < $alive then 0 else 180 + hash(i, 'end') % 2200 end as ended
from range($alive + $dead) as r(i);

create or replace temp table seen as
select w.i, w.way, case w.way when 0 then '#' || w.term else w.term end as seen,
    case w.way when 0 then 'hashtag' when 1 then 'article' else 'topic' end as kind, d,
    date '2024-12-31' - (w.ended + w.days - 1 - d)::integer as day,
    cast(date '2024-12-31' - (w.ended + w.days - 1 - d)::integer + 1 as timestamp) - interval 1 microsecond as ending
from word w, range(365) as r(d) where d < w.days;

insert into raw.sources (source_id, platform, name, family, licence, counts_as, access, may_store, may_score, commercial_use, replayable, enabled_by_default)
select s, p, s, f, 'bench', s, 'open', true, true, true, true, true from (values
    ('tiktok_hashtag_views', 'tiktok', 'social'), ('twitter_trends', 'twitter', 'social'), ('wikimedia_article', 'wikimedia', 'reference')
) as v(s, p, f);

insert into raw.terms
select term_id, term, term, 'en', case way when 0 then 'hashtag' when 1 then 'article' else 'topic' end, false, null, false, false, null,
    0.05 + 0.95 * (hash(i, 'fit') % 1000) / 1000.0, 'plain', 0.05 + 0.95 * (hash(i, 'intent') % 1000) / 1000.0,
    'clear', 'none', 'none', 'Nothing found.', '[]', $version, 't_shirt,mug', 'suits.worn,suits.person'
from word;

insert into raw.term_links
select case way when 0 then '#' || term else term end, case way when 0 then 'hashtag' when 1 then 'article' else 'topic' end, term_id, $version
from word;

-- As they were loaded: month after month.
insert into raw.tiktok_signals
select 'tiktok_hashtag_views', 'live', 'WW', seen, kind, 'views_total', 'day', round(1e5 + (hash(i) % 5000) * (d + 1 + (hash(i, d) % 100) / 100.0), -2),
    null, ending, ending, false, null, 'bench', 'tiktok/' || strftime(day, '%Y-%m')
from seen where way = 0 order by day;

insert into raw.wikimedia_signals
select 'wikimedia_article', 'live', 'WW', seen, kind, 'views', 'day', (20 + hash(i) % 3000) + (hash(i, d) % (20 + hash(i) % 3000)),
    null, ending, ending, false, null, 'bench', 'wikimedia/' || strftime(day, '%Y-%m')
from seen where way = 1 order by day;

insert into raw.twitter_signals
select 'twitter_trends', 'live', 'US', seen, kind, 'rank', 'instant', null, 1 + hash(i, d) % 50,
    cast(day as timestamp) + interval 9 hour, cast(day as timestamp) + interval 9 hour, false, null, 'bench', 'twitter/' || strftime(day, '%Y-%m')
from seen where way = 2 order by day;

insert into raw.slices
select slice_id, platform, platform, 'live', slice_id, n, 0, first, last, timestamp '2025-01-01', 'bench' from (
    select slice_id, 'tiktok' as platform, count(*) as n, min(captured_at) as first, max(captured_at) as last from raw.tiktok_signals group by slice_id
    union all
    select slice_id, 'wikimedia', count(*), min(captured_at), max(captured_at) from raw.wikimedia_signals group by slice_id
    union all
    select slice_id, 'twitter', count(*), min(captured_at), max(captured_at) from raw.twitter_signals group by slice_id
);
