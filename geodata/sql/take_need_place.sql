-- A need of a household is in its village and grid; what the grid was then stays beside it.
CREATE OR REPLACE FUNCTION take_need_place() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $body$
DECLARE
    code text;
BEGIN
    IF NEW.household_id IS NOT NULL THEN
        SELECT h.village_id, h.grid_id INTO NEW.village_id, NEW.grid_id FROM geodata_household h WHERE h.id = NEW.household_id;
    END IF;
    IF TG_OP = 'UPDATE' THEN RETURN NEW; END IF;
    NEW.grid_then_id := NEW.grid_id;
    IF NEW.number = '' THEN
        SELECT left(a.code, 9) INTO code FROM geodata_area a WHERE a.id = NEW.village_id;
        -- Whoever records in the same township at the same time waits: no number is left out, and none is given twice.
        INSERT INTO geodata_needseries AS s (township, year, last)
        VALUES (code, extract(year FROM NEW.at AT TIME ZONE :zone), 1)
        ON CONFLICT (township, year) DO UPDATE SET last = s.last + 1
        RETURNING code || '-' || s.year || '-' || lpad(s.last::text, greatest(4, length(s.last::text)), '0') INTO NEW.number;
    END IF;
    RETURN NEW;
END $body$;
REVOKE ALL ON FUNCTION take_need_place FROM PUBLIC;
CREATE OR REPLACE TRIGGER take_need_place BEFORE INSERT OR UPDATE OF household_id ON geodata_need
    FOR EACH ROW EXECUTE FUNCTION take_need_place();

-- A redrawn grid takes the needs of its households along, whoever publishes it: planners see none.
CREATE OR REPLACE FUNCTION needs_follow_their_household() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $body$
BEGIN
    UPDATE geodata_need n SET grid_id = a.grid_id
    FROM after_rows a JOIN before_rows b ON b.id = a.id
    WHERE n.household_id = a.id AND a.grid_id IS DISTINCT FROM b.grid_id;
    RETURN NULL;
END $body$;
REVOKE ALL ON FUNCTION needs_follow_their_household FROM PUBLIC;
CREATE OR REPLACE TRIGGER needs_follow_their_household AFTER UPDATE ON geodata_household
    REFERENCING OLD TABLE AS before_rows NEW TABLE AS after_rows
    FOR EACH STATEMENT EXECUTE FUNCTION needs_follow_their_household();
