-- Whom a roll-call asks for, since when and why never changes, and what nobody has reached never goes back down.
CREATE OR REPLACE FUNCTION target_keeps_its_place() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $body$
BEGIN
    IF NEW.campaign_id <> OLD.campaign_id OR NEW.why <> OLD.why OR NEW.special <> OLD.special OR NEW.added_at <> OLD.added_at
       OR NEW.added_by_id IS DISTINCT FROM OLD.added_by_id OR NEW.grid_then_id IS DISTINCT FROM OLD.grid_then_id THEN
        RAISE EXCEPTION 'a household of a roll-call stays as it was asked for'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'target_keeps_its_place', TABLE = 'geodata_campaigntarget';
    END IF;
    IF NEW.level < OLD.level THEN
        RAISE EXCEPTION 'a household that nobody has reached is handed up, never down'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'target_climbs_and_never_falls', TABLE = 'geodata_campaigntarget';
    END IF;
    RETURN NEW;
END $body$;
REVOKE ALL ON FUNCTION target_keeps_its_place FROM PUBLIC;
CREATE OR REPLACE TRIGGER target_keeps_its_place BEFORE UPDATE ON geodata_campaigntarget
    FOR EACH ROW EXECUTE FUNCTION target_keeps_its_place();

-- New ones come while it is open alone.
CREATE OR REPLACE FUNCTION target_is_of_an_open_campaign() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $body$
BEGIN
    IF EXISTS (SELECT FROM (SELECT DISTINCT campaign_id FROM new_rows) n JOIN geodata_campaign c ON c.id = n.campaign_id
               WHERE c.state <> 'open') THEN
        RAISE EXCEPTION 'a roll-call asks for households while it is open'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'target_is_of_an_open_campaign', TABLE = 'geodata_campaigntarget';
    END IF;
    RETURN NULL;
END $body$;
REVOKE ALL ON FUNCTION target_is_of_an_open_campaign FROM PUBLIC;
CREATE OR REPLACE TRIGGER target_is_of_an_open_campaign AFTER INSERT ON geodata_campaigntarget
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION target_is_of_an_open_campaign();
