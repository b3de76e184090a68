-- An order of a household is in its village and grid. Its number is given here: the township, the year, and a number of the
-- installation, for which nobody waits.
CREATE OR REPLACE FUNCTION take_order_place() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $body$
BEGIN
    IF NEW.household_id IS NOT NULL THEN
        SELECT h.village_id, h.grid_id INTO NEW.village_id, NEW.grid_id FROM geodata_household h WHERE h.id = NEW.household_id;
    END IF;
    IF NEW.number = '' THEN
        SELECT left(a.code, 9) || '-' || extract(year FROM NEW.at AT TIME ZONE :zone) || '-S'
               || lpad(NEW.id::text, greatest(4, length(NEW.id::text)), '0') INTO NEW.number
        FROM geodata_area a WHERE a.id = NEW.village_id;
    END IF;
    RETURN NEW;
END $body$;
REVOKE ALL ON FUNCTION take_order_place FROM PUBLIC;
CREATE OR REPLACE TRIGGER take_order_place BEFORE INSERT OR UPDATE OF household_id ON geodata_serviceorder
    FOR EACH ROW EXECUTE FUNCTION take_order_place();

-- A redrawn grid takes the orders of its households along, whoever publishes it: planners see none.
CREATE OR REPLACE FUNCTION orders_follow_their_household() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $body$
BEGIN
    UPDATE geodata_serviceorder o SET grid_id = a.grid_id
    FROM after_rows a JOIN before_rows b ON b.id = a.id
    WHERE o.household_id = a.id AND a.grid_id IS DISTINCT FROM b.grid_id;
    RETURN NULL;
END $body$;
REVOKE ALL ON FUNCTION orders_follow_their_household FROM PUBLIC;
CREATE OR REPLACE TRIGGER orders_follow_their_household AFTER UPDATE ON geodata_household
    REFERENCING OLD TABLE AS before_rows NEW TABLE AS after_rows
    FOR EACH STATEMENT EXECUTE FUNCTION orders_follow_their_household();
