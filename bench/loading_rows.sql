-- Made-up canonical signals, $rows of one file: 50,000 terms, days of two years, a third of the rows
-- with an address. Hashes stand for chance, so every run makes the same rows.
select
    $source as source,
    case when i % 3 = 0 then 'US' when i % 3 = 1 then 'GB' else 'WW' end as region,
    'rehearsal term ' || hash(i, $file, 'term') % 50000 as term,
    'search' as kind,
    case when i % 4 = 0 then 'rank' else 'searches' end as metric,
    case when i % 4 = 0 then 'instant' else 'day' end as period,
    case when i % 4 = 0 then null else cast(hash(i, $file, 'value') % 1000000 as double) end as value,
    case when i % 4 = 0 then cast(1 + i % 50 as integer) end as rank,
    timestamp '2023-01-01' + to_seconds(i * 60 + $file) as observed_at,
    timestamp '2023-01-01' + to_seconds(i * 60 + $file + 30) as captured_at,
    false as is_partial,
    case when i % 3 = 0 then 'https://example.invalid/' || hash(i) % 100000 end as url
from range($rows) as numbers(i)
