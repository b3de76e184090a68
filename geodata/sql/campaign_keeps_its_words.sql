-- What a roll-call asks, where, of whom and by when is frozen once it is open.
CREATE OR REPLACE FUNCTION campaign_keeps_its_words() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    IF OLD.state <> 'draft' AND (NEW.area_id <> OLD.area_id OR NEW.filter <> OLD.filter OR NEW.checklist <> OLD.checklist
       OR NEW.reason <> OLD.reason OR NEW.due_at <> OLD.due_at OR NEW.climb_hours <> OLD.climb_hours
       OR NEW.opened_at <> OLD.opened_at OR NEW.closed_at <> OLD.closed_at) THEN
        RAISE EXCEPTION 'what an open roll-call asks never changes'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'campaign_keeps_its_words', TABLE = 'geodata_campaign';
    END IF;
    RETURN NEW;
END $body$;
REVOKE ALL ON FUNCTION campaign_keeps_its_words FROM PUBLIC;
CREATE OR REPLACE TRIGGER campaign_keeps_its_words BEFORE UPDATE ON geodata_campaign
    FOR EACH ROW EXECUTE FUNCTION campaign_keeps_its_words();
