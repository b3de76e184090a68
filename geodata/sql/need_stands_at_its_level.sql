-- A need is in the state and at the level to which its last step has led, or where it begins; each step begins where the one before it
-- ended. Asked at the end of the transaction, as stands_where_its_steps_led is; in statements of its own, which are planned once:
-- the service moves many at a time.
CREATE OR REPLACE FUNCTION need_stands_at_its_level() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $body$
DECLARE
    thing bigint;
    stands record;
    led record;
    prior record;
    torn boolean := false;
BEGIN
    IF TG_TABLE_NAME = 'geodata_need' THEN thing := NEW.id;
    ELSIF TG_OP = 'DELETE' THEN thing := OLD.need_id;
    ELSE
        thing := NEW.need_id;
        SELECT s.after, s.level_after INTO prior FROM geodata_needstep s
        WHERE s.need_id = thing AND s.id < NEW.id ORDER BY s.id DESC LIMIT 1;
        torn := NEW.before <> coalesce(prior.after, CASE NEW.before WHEN '' THEN '' ELSE 'new' END)
            OR NEW.level <> coalesce(prior.level_after, NEW.level);
    END IF;
    SELECT n.state, n.level INTO stands FROM geodata_need n WHERE n.id = thing;
    -- It is gone, and its steps with it.
    IF NOT FOUND THEN RETURN NULL; END IF;
    SELECT s.after, s.level_after INTO led FROM geodata_needstep s WHERE s.need_id = thing ORDER BY s.id DESC LIMIT 1;
    IF torn OR stands.state <> coalesce(led.after, 'new') OR stands.level <> coalesce(led.level_after, stands.level) THEN
        RAISE EXCEPTION 'need % is “%” at level %, its steps led to “%” at level %', thing, stands.state, stands.level,
                        led.after, led.level_after
            USING ERRCODE = 'check_violation', CONSTRAINT = 'need_stands_at_its_level', TABLE = 'geodata_need';
    END IF;
    RETURN NULL;
END $body$;
REVOKE ALL ON FUNCTION need_stands_at_its_level FROM PUBLIC;
DROP TRIGGER IF EXISTS need_stands_at_its_level ON geodata_need;
CREATE CONSTRAINT TRIGGER need_stands_at_its_level AFTER INSERT OR UPDATE OF state, level ON geodata_need
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION need_stands_at_its_level();
DROP TRIGGER IF EXISTS need_stands_at_its_level ON geodata_needstep;
CREATE CONSTRAINT TRIGGER need_stands_at_its_level AFTER INSERT OR DELETE ON geodata_needstep
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION need_stands_at_its_level();
