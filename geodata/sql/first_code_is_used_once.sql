-- A code that was used stays used, and no other takes its place: the first administrator is opened once.
CREATE OR REPLACE FUNCTION first_code_is_used_once() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $body$
BEGIN
    IF OLD.used_at IS NOT NULL THEN
        RAISE EXCEPTION 'the first code was used'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'first_code_is_used_once', TABLE = TG_TABLE_NAME;
    END IF;
    RETURN coalesce(NEW, OLD);
END $body$;
REVOKE ALL ON FUNCTION first_code_is_used_once FROM PUBLIC;
CREATE OR REPLACE TRIGGER first_code_is_used_once BEFORE UPDATE OR DELETE ON geodata_firstcode
    FOR EACH ROW EXECUTE FUNCTION first_code_is_used_once();
