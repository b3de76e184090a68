-- A result is of a roll-call that was open when it was made, and of its target's household; in a drill it is no visit and opens no
-- need. The target stands with the result that was made last, whichever came in last.
CREATE OR REPLACE FUNCTION take_campaign_result() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $body$
DECLARE
    called record;
BEGIN
    SELECT state, opened_at, closed_at, reason = 'drill' AS drill INTO called FROM geodata_campaign WHERE id = NEW.campaign_id;
    IF called.opened_at IS NULL OR NEW.made_at < called.opened_at OR NEW.made_at > coalesce(called.closed_at, NEW.made_at) THEN
        RAISE EXCEPTION 'a result is made while its roll-call is open'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'result_is_made_while_its_campaign_is_open', TABLE = 'geodata_campaignresult';
    END IF;
    IF called.drill AND (NEW.visit_id IS NOT NULL OR NEW.need_id IS NOT NULL) THEN
        RAISE EXCEPTION 'a drill makes no visit and opens no need'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'a_drill_counts_nowhere', TABLE = 'geodata_campaignresult';
    END IF;
    UPDATE geodata_campaigntarget t
    SET state = CASE WHEN t.made_at IS NULL OR t.made_at <= NEW.made_at THEN NEW.state ELSE t.state END,
        made_at = greatest(t.made_at, NEW.made_at),
        attempts = t.attempts + (NEW.state = 'unreached')::integer
    WHERE t.id = NEW.target_id;
    RETURN NULL;
END $body$;
REVOKE ALL ON FUNCTION take_campaign_result FROM PUBLIC;
CREATE OR REPLACE TRIGGER take_campaign_result AFTER INSERT ON geodata_campaignresult
    FOR EACH ROW EXECUTE FUNCTION take_campaign_result();
