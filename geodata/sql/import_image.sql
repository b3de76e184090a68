-- A row as an import notes it: the text of an expression that gives it as JSON.
CREATE OR REPLACE FUNCTION import_image(place text, alias text) RETURNS text LANGUAGE sql STABLE AS $$
    -- Without what follows from other tables, or from the geometry. Geometries as they are stored: as JSON they would lose digits.
    SELECT format(CASE place WHEN 'geodata_phonenumber' THEN '(to_jsonb(%1$s) - ''reach'')'
                             WHEN 'geodata_boundary' THEN '(to_jsonb(%1$s) - ''as_text'')' ELSE 'to_jsonb(%1$s)' END, alias) || coalesce(
        string_agg(format(' || jsonb_build_object(%1$L, %2$s.%1$I::text)', attname, alias), '' ORDER BY attnum), '')
    FROM pg_attribute WHERE attrelid = place::regclass AND atttypid = 'geometry'::regtype AND NOT attisdropped
$$;
REVOKE ALL ON FUNCTION import_image FROM PUBLIC;
