-- A department officer works in a department. Those who were appointed before departments were recorded wait until an
-- office says in which; nobody comes to be without one.
CREATE OR REPLACE FUNCTION department_officer_has_a_department() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $body$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.kind = NEW.kind AND OLD.department_id IS NULL THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'a department officer has no department'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'department_officer_has_a_department', TABLE = TG_TABLE_NAME;
END $body$;
REVOKE ALL ON FUNCTION department_officer_has_a_department FROM PUBLIC;
CREATE OR REPLACE TRIGGER department_officer_has_a_department BEFORE INSERT OR UPDATE ON geodata_duty
    FOR EACH ROW WHEN (NEW.kind = 'department_officer' AND NEW.department_id IS NULL)
    EXECUTE FUNCTION department_officer_has_a_department();
