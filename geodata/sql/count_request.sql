-- One more request of that key in this stretch of time, and how many there are by now on all connections.
-- A full disk costs the count and not the page: it guards the service's time, and 0 is never one too many.
CREATE OR REPLACE FUNCTION count_request(asked text, present bigint) RETURNS integer
LANGUAGE plpgsql AS $$
DECLARE
    counted integer;
BEGIN
    WITH own AS (
        INSERT INTO geodata_asked (key, backend, stretch, times)
        VALUES (asked, pg_backend_pid(), present, 1)
        ON CONFLICT (key, backend) DO UPDATE SET
            times = CASE WHEN geodata_asked.stretch = EXCLUDED.stretch THEN geodata_asked.times + 1 ELSE 1 END,
            stretch = EXCLUDED.stretch
        RETURNING times
    )
    SELECT own.times + coalesce((
        SELECT sum(others.times) FROM geodata_asked others
        WHERE others.key = asked AND others.stretch = present AND others.backend <> pg_backend_pid()
    ), 0) INTO counted FROM own;
    RETURN counted;
EXCEPTION
    WHEN disk_full THEN RETURN 0;
END $$;
