-- Whom else a need concerns lives in the same county.
CREATE OR REPLACE FUNCTION households_of_a_need_are_of_one_county() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $body$
BEGIN
    IF (SELECT left(a.code, 6) FROM geodata_area a WHERE a.id = NEW.village_id)
       <> (SELECT left(a.code, 6) FROM geodata_need n JOIN geodata_area a ON a.id = n.village_id WHERE n.id = NEW.need_id) THEN
        RAISE EXCEPTION 'need % concerns a household of another county', NEW.need_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'households_of_a_need_are_of_one_county', TABLE = 'geodata_needhousehold';
    END IF;
    RETURN NEW;
END $body$;
REVOKE ALL ON FUNCTION households_of_a_need_are_of_one_county FROM PUBLIC;
CREATE OR REPLACE TRIGGER households_of_a_need_are_of_one_county BEFORE INSERT ON geodata_needhousehold
    FOR EACH ROW EXECUTE FUNCTION households_of_a_need_are_of_one_county();
