CREATE OR REPLACE FUNCTION import_obstacles(run bigint) RETURNS TABLE (place text, pk bigint, why text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $body$
-- The rows that stand in the way of taking an import back: see undo_obstacles.
DECLARE
    shown bigint[] := nullif(current_setting('gridmap.villages', true), '')::bigint[];
BEGIN
    IF NOT EXISTS (SELECT FROM geodata_importrun r WHERE r.id = run AND r.state = 'undoing'
                   AND (r.villages <@ shown
                        -- Commands have no scope and act as the owner; the web role sees nothing before it has one.
                        OR shown IS NULL AND 'gridmap_web' NOT IN (session_user, current_setting('role')))) THEN
        RAISE EXCEPTION 'import % cannot be undone', run;
    END IF;
    DROP TABLE IF EXISTS pg_temp.import_undo;
    CREATE TEMPORARY TABLE import_undo ON COMMIT DROP AS
        SELECT * FROM import_rows(run) r WHERE NOT (r.created AND r.gone);
    RETURN QUERY SELECT * FROM undo_obstacles();
END $body$;
REVOKE ALL ON FUNCTION import_obstacles FROM PUBLIC;
GRANT EXECUTE ON FUNCTION import_obstacles TO gridmap_web;
