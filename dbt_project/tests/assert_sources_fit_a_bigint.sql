-- A set of sources is kept as the bits of one bigint.
select count(*) as n from {{ ref('int_source') }} having count(*) > 62
