-- An hour looks for the other captures of what it brought, for rows of texts that it brought, and for
-- what was captured lately. Without these it reads all rows for that. Captures come in the order of
-- time, so that a block range index is enough for them; it costs next to nothing to load.
do $$
declare
    signals text;
begin
    for signals in
        select table_name from information_schema.tables
        where table_schema = 'raw' and table_type = 'BASE TABLE' and table_name like '%\_signals'
    loop
        execute format('create index if not exists %I on raw.%I (term, kind, observed_at)', signals || '_text', signals);
        execute format('create index if not exists %I on raw.%I using brin (captured_at)', signals || '_captured', signals);
    end loop;
end
$$;
