-- The rows of an import as undoing sees them: as they were before its first statement and left by its last.
CREATE OR REPLACE FUNCTION import_rows(run bigint)
RETURNS TABLE (place text, pk bigint, created boolean, gone boolean, hash bigint, was jsonb) LANGUAGE sql STABLE AS $$
    SELECT DISTINCT ON (s."table", r.pk) s."table", r.pk, first_value(r.was) OVER earliest IS NULL, r.hash IS NULL,
           r.hash, first_value(r.was) OVER earliest
    FROM geodata_importstep s, unnest(s.pks, s.hashes, s.was) r (pk, hash, was)
    WHERE s.run_id = run
    WINDOW earliest AS (PARTITION BY s."table", r.pk ORDER BY s.id)
    ORDER BY s."table", r.pk, s.id DESC
$$;
REVOKE ALL ON FUNCTION import_rows FROM PUBLIC;
