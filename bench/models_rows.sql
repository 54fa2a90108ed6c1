-- Made-up raw rows for the model benchmark, about $rows of them: 50,000 terms over 200 days and more.
-- The mix is that of the recorded signals: counters, daily counts, list places with volumes, searches,
-- weekly and monthly indexes. Hashes stand for chance, so every run makes the same rows.
create or replace temp table size as
select greatest(200, cast($rows / 200.0 as integer)) as terms, 200 as days, date '2024-12-31' as today;

create or replace temp table word as
select i, md5('t' || i)[:16] as term_id, 'term ' || i as term from range((select terms from size)) as r(i);

insert into raw.terms
select term_id, term, term, 'en', case i % 4 when 0 then 'hashtag' when 1 then 'article' when 2 then 'topic' else 'search' end,
    i % 997 = 0, null, false, i % 500 = 1, null,
    0.05 + 0.95 * (hash(i, 'fit') % 1000) / 1000.0, 'plain', 0.05 + 0.95 * (hash(i, 'intent') % 1000) / 1000.0,
    'clear', 'none', 'none', 'Nothing found.', '[]', '1', 't_shirt,mug', 'suits.worn,suits.person'
from word;

insert into raw.sources (source_id, platform, name, family, licence, counts_as, access, may_store, may_score, commercial_use, replayable, enabled_by_default)
select s, p, s, f, 'bench', s, 'open', true, true, true, true, true from (values
    ('bench_counter', 'tiktok', 'social'), ('bench_list', 'twitter', 'social'), ('bench_pages', 'wikimedia', 'reference'),
    ('bench_search', 'google_trends', 'search'), ('bench_month', 'google_trends', 'search'), ('bench_week', 'pinterest', 'visual')
) as v(s, p, f);

-- 3 of 10 terms have a counter, every day, rounded as shown; 1 day in 40 is missing.
insert into raw.tiktok_signals
select 'bench_counter', 'replay', 'WW', '#' || term, 'hashtag', 'views_total', 'day',
    round(1e5 + (hash(i) % 5000) * (d + 1 + (hash(i, d) % 100) / 100.0) * case when i % 70 = 0 and d > 185 then 1.5 else 1 end, -2),
    null, t, t, false, null, 'bench', 'bench-' || (d // 10)
from word, range((select days from size)) as r(d),
    lateral (select cast((select today from size) - ((select days from size) - 1 - d)::integer + 1 as timestamp) - interval 1 microsecond as t)
where i % 10 < 3 and hash(i, d, 'gap') % 40 > 0;

-- 3 of 10 terms have daily counts.
insert into raw.wikimedia_signals
select 'bench_pages', 'replay', 'WW', term, 'article', 'views', 'day',
    (20 + hash(i) % 3000) + (hash(i, d) % (20 + hash(i) % 3000)), null, t, t, false, null, 'bench', 'bench-' || (d // 10)
from word, range((select days from size)) as r(d),
    lateral (select cast((select today from size) - ((select days from size) - 1 - d)::integer + 1 as timestamp) - interval 1 microsecond as t)
where i % 10 in (2, 3, 4);

-- Lists of 50 in places over the world, three times a day; two fifths of the rows show a volume.
create or replace temp table listed as
select d, h, p, k + 1 as rank,
    -- The names move through the terms as days pass; the head of the list moves slower.
    ((hash(d // 3, k, p % 7) % 400) * 25 + d * 31 + k * 7) % (select terms from size) as i,
    cast((select today from size) - ((select days from size) - 1 - d)::integer as timestamp) + to_hours(h * 7 + 2) as t
from range((select days from size)) as r(d), range(3) as s(h),
    range(greatest(1, cast((select terms from size) / 620.0 as integer))) as q(p), range(50) as u(k);

insert into raw.twitter_signals
select 'bench_list', 'replay', 'P' || p, term, 'topic', 'rank', 'instant', null, rank, t, t, false, null, 'bench', 'bench-' || (d // 10)
from listed join word using (i);

insert into raw.twitter_signals
select 'bench_list', 'replay', 'P' || p, term, 'topic', 'mentions', 'day', 10000 + hash(i, d) % 90000, null, t, t, false, null, 'bench', 'bench-' || (d // 10)
from listed join word using (i) where rank <= 20;
drop table listed;

insert into raw.google_trends_signals
select 'bench_search', 'live', 'US', term, 'search', 'searches', 'instant', 100 * (1 + hash(i, d) % 50), null, t, t, false,
    'https://example.invalid/' || i, 'bench', 'bench-' || (d // 10)
from word, range((select days from size)) as r(d),
    lateral (select cast((select today from size) - ((select days from size) - 1 - d)::integer as timestamp) + interval 9 hour as t)
where hash(i, d, 'search') % 100 < 3;

insert into raw.pinterest_signals
select 'bench_week', 'import', 'US', term, 'search', 'interest', 'week', 1 + hash(i, w) % 100, null, t, t, false, null, 'bench', 'bench-week'
from word, range(30) as r(w),
    lateral (select cast((select today from size) - (7 * w)::integer + 1 as timestamp) - interval 1 microsecond as t)
where i % 6 = 0;

insert into raw.google_trends_signals
select 'bench_month', 'replay', 'WW', term, 'keyword', 'interest', 'month', 40 + hash(i, m % 12) % 40 + hash(i, m) % 10, null, t, t, false, null, 'bench', 'bench-month'
from word, range(48) as r(m),
    lateral (select cast(date '2021-01-01' + to_months((m + 1)::integer) as timestamp) - interval 1 microsecond as t)
where i % 12 = 5 and t < timestamp '2025-01-01';

insert into raw.term_links
select distinct term, kind, term_id, '1' from (
    select '#' || term as term, 'hashtag' as kind, term_id from word union all
    select term, k, term_id from word, (values ('article'), ('topic'), ('search'), ('keyword')) as v(k)
);

insert into raw.occasions
select n || '/US/' || y, n, 'US', make_date(y, m, d), make_date(y, m, d) - 84, make_date(y, m, d) - 42
from (values ('Valentine''s Day', 2, 14), ('Christmas', 12, 25), ('Halloween', 10, 31)) as v(n, m, d), (values (2024), (2025), (2026)) as w(y);

insert into raw.term_occasions
select term_id, case i % 3 when 0 then 'Christmas' when 1 then 'Halloween' else 'Valentine''s Day' end from word where i % 50 = 3;
