-- Who was merged into another takes nobody in: mergers have no circle. Who was split off may be merged again.
CREATE OR REPLACE FUNCTION merged_takes_nobody_in() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $body$
BEGIN
    IF EXISTS (SELECT FROM geodata_householdlineage WHERE source_id = NEW.household_id AND kind = 'merged') THEN
        RAISE EXCEPTION 'household % was merged into another', NEW.household_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'merged_takes_nobody_in', TABLE = TG_TABLE_NAME;
    END IF;
    RETURN NEW;
END $body$;
REVOKE ALL ON FUNCTION merged_takes_nobody_in FROM PUBLIC;
CREATE OR REPLACE TRIGGER merged_takes_nobody_in BEFORE INSERT OR UPDATE ON geodata_householdlineage
    FOR EACH ROW EXECUTE FUNCTION merged_takes_nobody_in();
