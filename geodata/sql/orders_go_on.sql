-- A household that goes on in another takes its orders along, also those that whoever merges them does not see. Undoing the merger
-- gives them back: the table notes it (note_import.sql).
CREATE OR REPLACE FUNCTION orders_go_on() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $body$
BEGIN
    UPDATE geodata_serviceorder SET household_id = NEW.household_id WHERE household_id = NEW.source_id;
    RETURN NULL;
END $body$;
REVOKE ALL ON FUNCTION orders_go_on FROM PUBLIC;
CREATE OR REPLACE TRIGGER orders_go_on AFTER INSERT ON geodata_householdlineage
    FOR EACH ROW WHEN (NEW.kind = 'merged') EXECUTE FUNCTION orders_go_on();
