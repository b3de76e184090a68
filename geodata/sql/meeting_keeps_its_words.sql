-- Whose meeting it is never changes, its agenda is frozen once, and what was confirmed stays.
CREATE OR REPLACE FUNCTION meeting_keeps_its_words() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    IF NEW.area_id <> OLD.area_id OR NEW.code <> OLD.code OR NEW.level <> OLD.level OR NEW.kind <> OLD.kind
       OR OLD.frozen_at IS NOT NULL AND (NEW.frozen_at IS DISTINCT FROM OLD.frozen_at OR NEW.lines <> OLD.lines
           OR NEW.sections <> OLD.sections OR NEW.since IS DISTINCT FROM OLD.since) THEN
        RAISE EXCEPTION 'an agenda is frozen once'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'meeting_keeps_its_words', TABLE = 'geodata_meeting';
    END IF;
    IF OLD.state IN ('confirmed', 'cancelled') THEN
        RAISE EXCEPTION 'confirmed minutes never change'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'confirmed_minutes_stay', TABLE = 'geodata_meeting';
    END IF;
    RETURN NEW;
END $body$;
REVOKE ALL ON FUNCTION meeting_keeps_its_words FROM PUBLIC;
CREATE OR REPLACE TRIGGER meeting_keeps_its_words BEFORE UPDATE ON geodata_meeting
    FOR EACH ROW EXECUTE FUNCTION meeting_keeps_its_words();

-- Lines are written when the agenda is frozen, as many as it then has; while it is under way something free may be brought up. What a
-- line says never changes, and what came of it is written once, while the meeting is held.
CREATE OR REPLACE FUNCTION agenda_is_written_once() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $body$
DECLARE
    held record;
BEGIN
    SELECT state, lines INTO held FROM geodata_meeting WHERE id = NEW.meeting_id;
    IF TG_OP = 'INSERT' THEN
        IF NOT (held.state IN ('frozen', 'held') AND (NEW.source = 'free' OR held.state = 'frozen' AND NEW.number <= held.lines)) THEN
            RAISE EXCEPTION 'lines are written when the agenda is frozen'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'agenda_is_written_once', TABLE = 'geodata_agendaitem';
        END IF;
    ELSIF NEW.meeting_id <> OLD.meeting_id OR NEW.number <> OLD.number OR NEW.source <> OLD.source OR NEW.things <> OLD.things
       OR NEW.ref <> OLD.ref OR NEW.label <> OLD.label OR NEW.snapshot <> OLD.snapshot OR NEW.at <> OLD.at THEN
        RAISE EXCEPTION 'what a line of an agenda says never changes'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'snapshot_stays', TABLE = 'geodata_agendaitem';
    ELSIF held.state <> 'held' OR OLD.outcome <> '' THEN
        RAISE EXCEPTION 'a line is decided once, while the meeting is held'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'decided_while_it_is_held', TABLE = 'geodata_agendaitem';
    END IF;
    RETURN NEW;
END $body$;
REVOKE ALL ON FUNCTION agenda_is_written_once FROM PUBLIC;
CREATE OR REPLACE TRIGGER agenda_is_written_once BEFORE INSERT OR UPDATE ON geodata_agendaitem
    FOR EACH ROW EXECUTE FUNCTION agenda_is_written_once();

-- Addenda are of confirmed minutes, and numbered one after the other.
CREATE OR REPLACE FUNCTION addenda_follow_each_other() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $body$
BEGIN
    IF NOT EXISTS (SELECT FROM geodata_meeting m WHERE m.id = NEW.meeting_id AND m.state = 'confirmed')
       OR NEW.number <> 1 + (SELECT count(*) FROM geodata_addendum a WHERE a.meeting_id = NEW.meeting_id) THEN
        RAISE EXCEPTION 'an addendum follows confirmed minutes and the addendum before it'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'addenda_follow_each_other', TABLE = 'geodata_addendum';
    END IF;
    RETURN NEW;
END $body$;
REVOKE ALL ON FUNCTION addenda_follow_each_other FROM PUBLIC;
CREATE OR REPLACE TRIGGER addenda_follow_each_other BEFORE INSERT ON geodata_addendum
    FOR EACH ROW EXECUTE FUNCTION addenda_follow_each_other();
