CREATE OR REPLACE FUNCTION change_obstacles(change bigint) RETURNS TABLE (place text, pk bigint, why text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $body$
-- The rows that stand in the way of undoing a change of the register: see undo_obstacles.
DECLARE
    shown bigint[] := nullif(current_setting('gridmap.register_villages', true), '')::bigint[];
BEGIN
    IF NOT EXISTS (SELECT FROM geodata_registerchange c WHERE c.id = change AND c.state = 'confirmed'
                   AND coalesce(c.into_id, c.village_id) = ANY (shown)) THEN
        RAISE EXCEPTION 'change % cannot be undone', change;
    END IF;
    DROP TABLE IF EXISTS pg_temp.import_undo;
    CREATE TEMPORARY TABLE import_undo ON COMMIT DROP AS
        SELECT DISTINCT ON (s."table", r.pk) s."table"::text AS place, r.pk, first_value(r.was) OVER earliest IS NULL AS created,
               r.hash IS NULL AS gone, r.hash, first_value(r.was) OVER earliest AS was
        FROM geodata_registereffect s, unnest(s.pks, s.hashes, s.was) r (pk, hash, was)
        WHERE s.change_id = change
        WINDOW earliest AS (PARTITION BY s."table", r.pk ORDER BY s.id)
        ORDER BY s."table", r.pk, s.id DESC;
    DELETE FROM import_undo u WHERE u.created AND u.gone;
    -- What came to nothing does not build on a household that goes: it stays on record, as of nobody. Where something else
    -- stands in the way, the transaction ends and takes this back.
    UPDATE geodata_registerchange r SET household_id = NULL, households = ARRAY[r.household_id]
    WHERE r.state IN ('refused', 'withdrawn', 'undone') AND EXISTS (
        SELECT FROM import_undo u WHERE u.place = 'geodata_household' AND u.created AND u.pk = r.household_id);
    RETURN QUERY SELECT * FROM undo_obstacles();
END $body$;
REVOKE ALL ON FUNCTION change_obstacles FROM PUBLIC;
GRANT EXECUTE ON FUNCTION change_obstacles TO gridmap_web;
