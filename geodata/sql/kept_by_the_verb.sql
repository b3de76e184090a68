-- Kept counts are written and taken away by the verb that counts them, of days that are over; so are notes of changed pasts.
CREATE OR REPLACE FUNCTION kept_by_the_verb() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    IF coalesce(current_setting('gridmap.keeping', true), '') <> 'on' THEN
        RAISE EXCEPTION 'counts of days are kept by the verb that counts them' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $body$;
CREATE OR REPLACE TRIGGER kept_by_the_verb BEFORE INSERT OR UPDATE OR DELETE ON geodata_keptcounts
    FOR EACH STATEMENT EXECUTE FUNCTION kept_by_the_verb();
CREATE OR REPLACE TRIGGER kept_by_the_verb BEFORE UPDATE OR DELETE ON geodata_pastchange
    FOR EACH STATEMENT EXECUTE FUNCTION kept_by_the_verb();

-- The last day that is over for every transaction: what began before midnight takes its own day for today, and may still
-- write what is of that day. The owner looks, for everybody's transactions are seen by their own role alone.
CREATE OR REPLACE FUNCTION last_day_over() RETURNS date LANGUAGE sql VOLATILE
SECURITY DEFINER SET search_path = public, pg_temp AS $body$
    SELECT gridmap_today() - 1 - ((clock_timestamp() AT TIME ZONE :zone)::date
        - (coalesce(min(xact_start), clock_timestamp()) AT TIME ZONE :zone)::date)
    FROM pg_stat_activity WHERE datname = current_database() AND backend_type = 'client backend'
$body$;
REVOKE ALL ON FUNCTION last_day_over FROM PUBLIC;
GRANT EXECUTE ON FUNCTION last_day_over TO gridmap_web;
