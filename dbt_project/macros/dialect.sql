{#- Everything in which the two engines differ. -#}

{#- The value of the row with the greatest `by`. -#}
{% macro last_by(value, by) -%} {{ return(adapter.dispatch('last_by')(value, by)) }} {%- endmacro %}
{% macro duckdb__last_by(value, by) -%} arg_max({{ value }}, {{ by }}) {%- endmacro %}
{% macro postgres__last_by(value, by) -%} (array_agg({{ value }} order by {{ by }} desc))[1] {%- endmacro %}

{#- Text in byte order, whatever the collation of the database. -#}
{% macro byte_order(text) -%} {{ return(adapter.dispatch('byte_order')(text)) }} {%- endmacro %}
{% macro duckdb__byte_order(text) -%} {{ text }} {%- endmacro %}
{% macro postgres__byte_order(text) -%} {{ text }} collate "C" {%- endmacro %}

{#- Postgres plans a fresh table blindly until it is analysed. -#}
{% macro collect_statistics(relation) -%} {{ return(adapter.dispatch('collect_statistics')(relation)) }} {%- endmacro %}
{% macro duckdb__collect_statistics(relation) -%} {%- endmacro %}
{% macro postgres__collect_statistics(relation) -%} analyze {{ relation }} {%- endmacro %}

{#- Indexes of a growing model, each a list of columns: an hour then costs what it touches. Postgres
    alone: DuckDB reads columns, and passes over what the minima and maxima of its row groups rule out. -#}
{% macro indexed(by) -%}
  {%- set found = [] -%}
  {%- for columns in by if target.type == 'postgres' -%}{%- do found.append({'columns': columns}) -%}{%- endfor -%}
  {{ return(found) }}
{%- endmacro %}

{#- Length of a text in bytes. -#}
{% macro bytes(text) -%} {{ return(adapter.dispatch('bytes')(text)) }} {%- endmacro %}
{% macro duckdb__bytes(text) -%} strlen({{ text }}) {%- endmacro %}
{% macro postgres__bytes(text) -%} octet_length({{ text }}) {%- endmacro %}

{#- A number of 60 bits for a text, the same on both engines and in every build. -#}
{% macro text_number(text) -%} {{ return(adapter.dispatch('text_number')(text)) }} {%- endmacro %}
{% macro duckdb__text_number(text) -%} cast('0x' || substr(md5({{ text }}), 1, 15) as bigint) {%- endmacro %}
{% macro postgres__text_number(text) -%} cast(cast('x' || substr(md5({{ text }}), 1, 15) as bit(60)) as bigint) {%- endmacro %}

{#- After a model that keeps what was said: one row a day and key. On Postgres that is a unique index
    that begins with the day. Where tables may be cut by time, the model becomes one of months (its key
    must contain the day for that), and old months are compressed if the licence allows. A table that was
    made before is moved. -#}
{% macro keep_by_day(relation, day, key) -%} {{ return(adapter.dispatch('keep_by_day')(relation, day, key)) }} {%- endmacro %}
{% macro duckdb__keep_by_day(relation, day, key) -%} {%- endmacro %}
{% macro postgres__keep_by_day(relation, day, key) -%}
do $$
begin
    if not exists (select 1 from pg_index where indrelid = '{{ relation }}'::regclass and indisunique) then
        create unique index on {{ relation }} ({{ ([day] + key) | join(', ') }});
    end if;
    {% if var('hypertables') -%}
    if not exists (
        select 1 from timescaledb_information.hypertables
        where hypertable_schema = '{{ relation.schema }}' and hypertable_name = '{{ relation.identifier }}'
    ) then
        perform create_hypertable(
            '{{ relation }}'::regclass, by_range('{{ day }}', interval '1 month'), migrate_data => true
        );
    end if;
    {% if var('aggregates') -%}
    if not exists (
        select 1 from timescaledb_information.hypertables
        where hypertable_schema = '{{ relation.schema }}' and hypertable_name = '{{ relation.identifier }}'
            and compression_enabled
    ) then
        alter table {{ relation }} set (
            timescaledb.compress,
            timescaledb.compress_segmentby = '{{ key[1:] | join(', ') }}',
            timescaledb.compress_orderby = '{{ day }}, {{ key[0] }}'
        );
        perform add_compression_policy('{{ relation }}'::regclass, interval '90 days');
    end if;
    {%- endif %}
    {%- endif %}
end
$$
{%- endmacro %}
