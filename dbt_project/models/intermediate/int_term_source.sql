-- What each source has said of each term: when, how often, and how the rows came to us. A build that
-- grows adds what came; only where something went it counts again.
{% if grown() -%}
with gone as (select distinct term_no, source_no from {{ ref('int_delta') }} where sign = -1),

parts as (
    {{ counted_by_source("(select o.* from " ~ ref('int_observation') ~ " as o inner join gone as g on " ~ same('o', 'g', ['term_no', 'source_no']) ~ ") as again") }}
    union all
    {{ counted_by_source("(select d.* from " ~ ref('int_delta') ~ " as d left join gone as g on " ~ same('d', 'g', ['term_no', 'source_no']) ~ " where g.term_no is null) as came") }}
    union all
    select
        s.term_no, s.source_no, s.first_seen_on, s.last_seen_on, s.n_observations,
        s.is_import, s.is_live, s.is_replay, s.is_measured
    from {{ this }} as s
    left join gone as g on {{ same('s', 'g', ['term_no', 'source_no']) }}
    where g.term_no is null
)

select
    term_no,
    source_no,
    min(first_seen_on) as first_seen_on,
    max(last_seen_on) as last_seen_on,
    cast(sum(n_observations) as bigint) as n_observations,
    max(is_import) as is_import,
    max(is_live) as is_live,
    max(is_replay) as is_replay,
    max(is_measured) as is_measured
from parts
group by term_no, source_no
{%- else -%}
-- depends_on: {{ ref('int_delta') }}
{{ counted_by_source(ref('int_observation')) }}
{%- endif %}
