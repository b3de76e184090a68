-- Files that are given out once and whose time is over go, whoever asked for them: nobody is offered them, and the second line shows
-- them to nobody but their owner. How many went.
CREATE OR REPLACE FUNCTION forget_once_files() RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    gone uuid[];
BEGIN
    SELECT array_agg(id) INTO gone FROM geodata_jobfile WHERE once_until <= clock_timestamp();
    DELETE FROM geodata_filepiece WHERE file_id = ANY (gone);
    DELETE FROM geodata_jobfile WHERE id = ANY (gone);
    RETURN coalesce(cardinality(gone), 0);
END $$;
REVOKE ALL ON FUNCTION forget_once_files FROM PUBLIC;
GRANT EXECUTE ON FUNCTION forget_once_files TO gridmap_web;
