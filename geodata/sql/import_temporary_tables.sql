-- The web role makes no temporary tables: those of imports are made for it, of names and types that are known. Whoever may
-- make temporary objects of his own could put them in the way of what functions of the owner look for.

CREATE OR REPLACE FUNCTION import_table(place text, names text[], types text[], key text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $body$
DECLARE
    one text;
    columns text;
BEGIN
    IF place NOT IN ('import_row', 'import_household', 'import_place', 'import_found', 'import_area', 'import_fit', 'import_after', 'import_person', 'import_candidate') OR cardinality(names) <> cardinality(types) THEN
        RAISE EXCEPTION 'no table of an import: %', place;
    END IF;
    FOREACH one IN ARRAY types LOOP
        IF to_regtype(regexp_replace(one, ' DEFAULT (true|false|''{}'')$', '')) IS NULL THEN
            RAISE EXCEPTION 'no type: %', one;
        END IF;
    END LOOP;
    SELECT string_agg(format('%I %s', n, t), ', ' ORDER BY number) INTO columns
    FROM unnest(names, types) WITH ORDINALITY AS u (n, t, number);
    IF key <> '' THEN
        columns := columns || format(', PRIMARY KEY (%I)', key);
    END IF;
    EXECUTE format('DROP TABLE IF EXISTS pg_temp.%I', place);
    EXECUTE format('CREATE TEMPORARY TABLE %I (%s) ON COMMIT DROP', place, columns);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON pg_temp.%I TO gridmap_web', place);
END $body$;

CREATE OR REPLACE FUNCTION import_analyze(place text, names text[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $body$
BEGIN
    IF place NOT IN ('import_row', 'import_household', 'import_place', 'import_found', 'import_area', 'import_fit', 'import_after', 'import_person', 'import_candidate') THEN
        RAISE EXCEPTION 'no table of an import: %', place;
    END IF;
    EXECUTE format('ANALYZE pg_temp.%I', place) || coalesce(
        (SELECT ' (' || string_agg(quote_ident(n), ', ') || ')' FROM unnest(names) n), '');
END $body$;

CREATE OR REPLACE FUNCTION import_points(indexed boolean) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $body$
-- The index of the points of households, while it serves.
BEGIN
    IF indexed THEN
        CREATE INDEX import_point ON pg_temp.import_household USING gist (point);
    ELSE
        DROP INDEX pg_temp.import_point;
    END IF;
END $body$;

REVOKE ALL ON FUNCTION import_table, import_analyze, import_points FROM PUBLIC;
GRANT EXECUTE ON FUNCTION import_table, import_analyze, import_points TO gridmap_web;
