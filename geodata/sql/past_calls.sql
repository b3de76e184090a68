-- Roll-calls that reach back into days whose counts are kept (past_changes.sql): a result that comes in late, and a household that is
-- another one or elsewhere by now. A drill counts nowhere.
CREATE OR REPLACE FUNCTION past_follows_results() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $body$
BEGIN
    INSERT INTO geodata_pastchange (village_id, since)
    SELECT n.village_id, min((n.made_at AT TIME ZONE :zone)::date) FROM new_rows n JOIN geodata_campaign c ON c.id = n.campaign_id
    WHERE (n.made_at AT TIME ZONE :zone)::date < gridmap_today() AND c.reason <> 'drill' GROUP BY n.village_id;
    RETURN NULL;
END $body$;
REVOKE ALL ON FUNCTION past_follows_results FROM PUBLIC;
CREATE OR REPLACE TRIGGER past_follows_insert AFTER INSERT ON geodata_campaignresult
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION past_follows_results();

CREATE OR REPLACE FUNCTION past_follows_targets() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $body$
BEGIN
    INSERT INTO geodata_pastchange (village_id, since)
    SELECT DISTINCT village, (NEW.added_at AT TIME ZONE :zone)::date FROM unnest(ARRAY[OLD.village_id, NEW.village_id]) village
    WHERE (NEW.added_at AT TIME ZONE :zone)::date < gridmap_today()
      AND EXISTS (SELECT FROM geodata_campaign c WHERE c.id = NEW.campaign_id AND c.reason <> 'drill');
    RETURN NULL;
END $body$;
REVOKE ALL ON FUNCTION past_follows_targets FROM PUBLIC;
CREATE OR REPLACE TRIGGER past_follows_update AFTER UPDATE ON geodata_campaigntarget
    FOR EACH ROW WHEN (NEW.household_id <> OLD.household_id OR NEW.village_id <> OLD.village_id)
    EXECUTE FUNCTION past_follows_targets();
