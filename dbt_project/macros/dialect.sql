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
