-- A household that goes on in another takes its needs along, also those that whoever merges them does not see. Undoing the merger
-- gives them back: the tables note it (note_import.sql).
CREATE OR REPLACE FUNCTION needs_go_on() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $body$
BEGIN
    UPDATE geodata_need SET household_id = NEW.household_id WHERE household_id = NEW.source_id;
    UPDATE geodata_needhousehold n SET household_id = NEW.household_id
    WHERE n.household_id = NEW.source_id AND NOT EXISTS (
        SELECT FROM geodata_needhousehold o WHERE o.need_id = n.need_id AND o.household_id = NEW.household_id);
    RETURN NULL;
END $body$;
REVOKE ALL ON FUNCTION needs_go_on FROM PUBLIC;
CREATE OR REPLACE TRIGGER needs_go_on AFTER INSERT ON geodata_householdlineage
    FOR EACH ROW WHEN (NEW.kind = 'merged') EXECUTE FUNCTION needs_go_on();
