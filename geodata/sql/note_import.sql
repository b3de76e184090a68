-- What one statement of an import, or of a change of the register, does to a table is noted by the table itself, so that
-- undoing knows of everything.
CREATE OR REPLACE FUNCTION note_import() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $body$
DECLARE
    run bigint := nullif(current_setting('gridmap.import', true), '');
    change bigint := nullif(current_setting('gridmap.change', true), '');
    -- Of many changes at once: by table, whose doing what concerns a household is, or a row that concerns none.
    changes jsonb := nullif(current_setting('gridmap.changes', true), '');
    steps text := CASE WHEN run IS NULL THEN 'geodata_registereffect (change_id' ELSE 'geodata_importstep (run_id' END;
    after_hash text;
    columns text;
    whose text;
BEGIN
    IF run IS NULL AND change IS NULL AND changes IS NULL THEN RETURN NULL; END IF;
    after_hash := 'hashtextextended((' || import_image(TG_TABLE_NAME, 'n') || ')::text, 0)';
    columns := CASE TG_OP
        WHEN 'INSERT' THEN format('n.id, %s AS hash, NULL::jsonb AS was FROM new_rows n', after_hash)
        WHEN 'UPDATE' THEN format('n.id, %s AS hash, %s AS was FROM new_rows n JOIN old_rows o USING (id)', after_hash,
                                  import_image(TG_TABLE_NAME, 'o'))
        ELSE format('o.id, NULL::bigint AS hash, %s AS was FROM old_rows o', import_image(TG_TABLE_NAME, 'o'))
    END;
    IF coalesce(run, change) IS NULL THEN
        SELECT CASE WHEN count(*) = 0 THEN 'id' ELSE 'household_id' END INTO whose FROM pg_attribute
        WHERE attrelid = TG_RELID AND attname = 'household_id' AND NOT attisdropped;
        -- A row that is nobody's doing has no change, and is refused.
        EXECUTE format($query$
            INSERT INTO %s, "table", pks, hashes, was)
            SELECT ($1 ->> r.whose)::bigint, $2, array_agg(r.id), array_agg(r.hash), array_agg(r.was)
            FROM (SELECT %s.%I::text AS whose, %s) r GROUP BY 1
        $query$, steps, CASE TG_OP WHEN 'DELETE' THEN 'o' ELSE 'n' END, whose, columns)
        USING coalesce(changes -> TG_TABLE_NAME, changes -> 'geodata_household'), TG_TABLE_NAME;
        RETURN NULL;
    END IF;
    EXECUTE format($query$
        INSERT INTO %s, "table", pks, hashes, was)
        SELECT $1, $2, array_agg(r.id), array_agg(r.hash), array_agg(r.was) FROM (SELECT %s) r HAVING count(*) > 0
    $query$, steps, columns) USING coalesce(run, change), TG_TABLE_NAME;
    RETURN NULL;
END $body$;
REVOKE ALL ON FUNCTION note_import FROM PUBLIC;

-- Statement triggers, because an import writes sets. A change writes none of areas, posts and accounts.
DO $do$ DECLARE one text;
BEGIN
    FOREACH one IN ARRAY :written LOOP
        EXECUTE format($$
            CREATE OR REPLACE TRIGGER note_import_insert AFTER INSERT ON %1$I
                REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION note_import();
            CREATE OR REPLACE TRIGGER note_import_update AFTER UPDATE ON %1$I
                REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION note_import();
            CREATE OR REPLACE TRIGGER note_import_delete AFTER DELETE ON %1$I
                REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION note_import();
        $$, one);
    END LOOP;
END $do$;
