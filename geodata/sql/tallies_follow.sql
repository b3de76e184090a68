-- Tallies of today are told to be old by every statement that changes what is counted in them: a mark is only ever added, so
-- that no event waits for another one, and whoever counts takes marks away before it counts (take_tally_marks).
CREATE OR REPLACE FUNCTION mark_tallies() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $body$
DECLARE
    changed text := CASE TG_OP WHEN 'INSERT' THEN 'new_rows' WHEN 'DELETE' THEN 'old_rows'
        ELSE '(SELECT * FROM old_rows UNION ALL SELECT * FROM new_rows)' END;
BEGIN
    EXECUTE replace(CASE TG_ARGV[0]
        -- Where it stood and stands. A household is looked for when the mark is read: it may be moving meanwhile.
        WHEN 'villages' THEN 'INSERT INTO geodata_tallymark (village_id) SELECT DISTINCT c.village_id FROM /*changed*/ c'
        WHEN 'self' THEN 'INSERT INTO geodata_tallymark (household_id) SELECT DISTINCT c.id FROM /*changed*/ c'
        WHEN 'households' THEN 'INSERT INTO geodata_tallymark (household_id)
            SELECT DISTINCT c.household_id FROM /*changed*/ c WHERE c.household_id IS NOT NULL'
        WHEN 'pairs' THEN 'INSERT INTO geodata_tallymark (household_id)
            SELECT c.household_id FROM /*changed*/ c UNION SELECT c.other_id FROM /*changed*/ c'
        WHEN 'needs' THEN 'INSERT INTO geodata_tallymark (household_id)
            SELECT DISTINCT n.household_id FROM /*changed*/ c JOIN geodata_need n ON n.id = c.need_id WHERE n.household_id IS NOT NULL'
        WHEN 'campaigns' THEN 'INSERT INTO geodata_tallymark (village_id)
            SELECT DISTINCT t.village_id FROM /*changed*/ c JOIN geodata_campaigntarget t ON t.campaign_id = c.id'
        WHEN 'projects' THEN 'INSERT INTO geodata_tallymark (village_id)
            SELECT DISTINCT h.village_id FROM /*changed*/ c JOIN geodata_projecthousehold h ON h.project_id = c.id'
        ELSE 'INSERT INTO geodata_tallymark (village_id) SELECT NULL' END, '/*changed*/', changed);
    RETURN NULL;
END $body$;
REVOKE ALL ON FUNCTION mark_tallies FROM PUBLIC;

DO $do$ DECLARE one text[];
BEGIN
    FOREACH one SLICE 1 IN ARRAY ARRAY[
        ['householdfacts', 'villages'], ['placement', 'villages'], ['occupancyperiod', 'households'], ['visit', 'households'],
        ['carerecord', 'households'], ['absence', 'households'], ['registerchange', 'households'], ['need', 'households'], ['serviceorder', 'households'],
        ['needstep', 'needs'], ['assignment', 'needs'], ['dispute', 'needs'], ['possibleduplicate', 'pairs'], ['toldapart', 'pairs'],
        ['entitlement', 'villages'], ['matching', 'villages'], ['campaigntarget', 'villages'], ['projecthousehold', 'villages'], ['card', 'villages'],
        ['workday', 'everything']]
    LOOP
        EXECUTE format($$
            CREATE OR REPLACE TRIGGER tallies_follow_insert AFTER INSERT ON geodata_%1$s
                REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION mark_tallies(%2$L);
            CREATE OR REPLACE TRIGGER tallies_follow_update AFTER UPDATE ON geodata_%1$s
                REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION mark_tallies(%2$L);
            CREATE OR REPLACE TRIGGER tallies_follow_delete AFTER DELETE ON geodata_%1$s
                REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION mark_tallies(%2$L);
        $$, one[1], one[2]);
    END LOOP;
END $do$;
-- A household without a place counts nowhere, and what is made or goes with its place is marked there.
CREATE OR REPLACE TRIGGER tallies_follow_households AFTER UPDATE ON geodata_household
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION mark_tallies('self');
-- A roll-call that is closed asks for nobody any more.
CREATE OR REPLACE TRIGGER tallies_follow_campaigns AFTER UPDATE ON geodata_campaign
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION mark_tallies('campaigns');
-- A project that is accepted is late no more.
CREATE OR REPLACE TRIGGER tallies_follow_projects AFTER UPDATE ON geodata_livelihoodproject
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION mark_tallies('projects');
CREATE OR REPLACE TRIGGER tallies_follow_categories AFTER UPDATE OF special, reverify_days ON geodata_carecategory
    FOR EACH STATEMENT EXECUTE FUNCTION mark_tallies('everything');

-- Villages of which something has changed since they were counted; NULL is all of them, as NOT IN reads it.
CREATE OR REPLACE FUNCTION old_tallies() RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT m.village_id FROM geodata_tallymark m WHERE m.household_id IS NULL
    UNION
    SELECT p.village_id FROM geodata_tallymark m
    JOIN geodata_placement p ON p.household_id = m.household_id AND p.period @> gridmap_today()
$$;
REVOKE ALL ON FUNCTION old_tallies FROM PUBLIC;
GRANT EXECUTE ON FUNCTION old_tallies TO gridmap_web;

-- Takes away the marks of so many villages and gives these: whoever calls it counts them in a later statement of the same
-- transaction, which sees all that these marks told of.
CREATE OR REPLACE FUNCTION take_tally_marks(most integer) RETURNS SETOF bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    chosen bigint[];
BEGIN
    DELETE FROM geodata_tallymark WHERE village_id IS NULL AND household_id IS NULL;
    IF FOUND THEN
        UPDATE geodata_tally SET version = '';
    END IF;
    chosen := ARRAY(SELECT v FROM old_tallies() v WHERE v IS NOT NULL ORDER BY v LIMIT most);
    DELETE FROM geodata_tallymark m WHERE CASE WHEN m.household_id IS NULL THEN m.village_id = ANY (chosen)
        ELSE NOT EXISTS (SELECT FROM geodata_placement p WHERE p.household_id = m.household_id AND p.period @> gridmap_today()
                         AND p.village_id <> ALL (chosen)) END;
    RETURN QUERY SELECT unnest(chosen);
END $$;
REVOKE ALL ON FUNCTION take_tally_marks FROM PUBLIC;
GRANT EXECUTE ON FUNCTION take_tally_marks TO gridmap_web;

-- Is there a mark, or a village of which nothing is kept of that day? Asked every few seconds, by nobody in particular.
CREATE OR REPLACE FUNCTION tallies_are_due(today date, release text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT EXISTS (SELECT FROM geodata_tallymark) OR EXISTS (
        SELECT FROM geodata_area v WHERE v.level = 'village' AND NOT EXISTS (
            SELECT FROM geodata_tally t WHERE t.village_id = v.id AND t.grid_id IS NULL AND t.day = today AND t.version = release))
$$;
REVOKE ALL ON FUNCTION tallies_are_due FROM PUBLIC;
GRANT EXECUTE ON FUNCTION tallies_are_due TO gridmap_web;
