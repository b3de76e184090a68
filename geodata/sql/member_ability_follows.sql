-- What a member can do is kept by days: the open row is what the member's own says. Whoever writes the member (page, API,
-- import, demo) is followed; from which day on, a verb says by gridmap.ability_from, else it is today.
CREATE OR REPLACE FUNCTION member_ability_follows() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $body$
DECLARE
    day date := coalesce(nullif(current_setting('gridmap.ability_from', true), '')::date, gridmap_today());
BEGIN
    -- What is undone gives these rows back by itself.
    IF to_regclass('pg_temp.import_undo') IS NOT NULL THEN RETURN NULL; END IF;
    IF TG_OP = 'INSERT' THEN
        INSERT INTO geodata_memberability (member_id, ability, capacity, period)
        VALUES (NEW.id, NEW.ability, NEW.capacity, daterange(lower(NEW.period), NULL));
        RETURN NULL;
    END IF;
    -- A first day that is corrected is the first row's too.
    UPDATE geodata_memberability SET period = daterange(lower(NEW.period), upper(period))
    WHERE member_id = NEW.id AND lower(NEW.period) IS DISTINCT FROM lower(OLD.period)
      AND lower(period) IS NOT DISTINCT FROM lower(OLD.period)
      AND coalesce(lower(NEW.period) < upper(period), true);
    IF (OLD.ability, OLD.capacity) IS NOT DISTINCT FROM (NEW.ability, NEW.capacity) THEN RETURN NULL; END IF;
    UPDATE geodata_memberability SET ability = NEW.ability, capacity = NEW.capacity
    WHERE member_id = NEW.id AND upper_inf(period) AND lower(period) >= day;
    IF NOT FOUND THEN
        UPDATE geodata_memberability SET period = daterange(lower(period), day)
        WHERE member_id = NEW.id AND upper_inf(period);
        INSERT INTO geodata_memberability (member_id, ability, capacity, period)
        VALUES (NEW.id, NEW.ability, NEW.capacity, daterange(day, NULL));
    END IF;
    RETURN NULL;
END $body$;
REVOKE ALL ON FUNCTION member_ability_follows FROM PUBLIC;
CREATE OR REPLACE TRIGGER member_ability_begins AFTER INSERT ON geodata_member
    FOR EACH ROW EXECUTE FUNCTION member_ability_follows();
CREATE OR REPLACE TRIGGER member_ability_follows AFTER UPDATE OF ability, capacity, period ON geodata_member
    FOR EACH ROW EXECUTE FUNCTION member_ability_follows();
