-- A household that goes on in another takes its place in roll-calls along, with its results, also where whoever merges them does not
-- see them. Where both are asked for, each keeps its own. Undoing the merger gives them back: the tables note it (note_import.sql).
CREATE OR REPLACE FUNCTION campaigns_go_on() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $body$
BEGIN
    UPDATE geodata_campaigntarget t SET household_id = NEW.household_id
    WHERE t.household_id = NEW.source_id AND NOT EXISTS (
        SELECT FROM geodata_campaigntarget o WHERE o.campaign_id = t.campaign_id AND o.household_id = NEW.household_id);
    UPDATE geodata_campaignresult r SET household_id = NEW.household_id
    WHERE r.household_id = NEW.source_id AND NOT EXISTS (
        SELECT FROM geodata_campaigntarget t WHERE t.id = r.target_id AND t.household_id = NEW.source_id);
    RETURN NULL;
END $body$;
REVOKE ALL ON FUNCTION campaigns_go_on FROM PUBLIC;
CREATE OR REPLACE TRIGGER campaigns_go_on AFTER INSERT ON geodata_householdlineage
    FOR EACH ROW WHEN (NEW.kind = 'merged') EXECUTE FUNCTION campaigns_go_on();
