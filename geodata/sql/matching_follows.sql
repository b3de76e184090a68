-- What rules ask of a household is told to be changed by every statement that changes it: a mark is only ever added, so that no event
-- waits for another one, and whoever matches takes marks away before it reads (take_match_marks). An answer at a door marks nothing:
-- its verb has matched already.
CREATE OR REPLACE FUNCTION mark_matching() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $body$
DECLARE
    changed text := CASE TG_OP WHEN 'INSERT' THEN 'new_rows' WHEN 'DELETE' THEN 'old_rows'
        ELSE '(SELECT * FROM old_rows UNION ALL SELECT * FROM new_rows)' END;
    many boolean;
BEGIN
    IF TG_ARGV[0] = 'households' THEN
        -- A long list marks its villages: one mark each, and one statement for all of them.
        EXECUTE format('SELECT count(*) > 500 FROM %s c', changed) INTO many;
        EXECUTE format(CASE WHEN many THEN 'INSERT INTO geodata_matchmark (village_id) SELECT DISTINCT c.village_id FROM %s c'
            ELSE 'INSERT INTO geodata_matchmark (household_id) SELECT DISTINCT c.household_id FROM %s c' END, changed);
    ELSIF TG_ARGV[0] = 'made' THEN
        INSERT INTO geodata_matchmark (household_id) SELECT id FROM new_rows;
    ELSIF TG_ARGV[0] = 'self' THEN
        INSERT INTO geodata_matchmark (household_id) SELECT n.id FROM new_rows n JOIN old_rows o USING (id)
        WHERE (n.size, n.occupancy, n.village_id, n.phones, n.point) IS DISTINCT FROM (o.size, o.occupancy, o.village_id, o.phones, o.point);
    ELSIF TG_ARGV[0] = 'entitlements' THEN
        -- Rules ask for what is recorded, and never for what another one has said.
        EXECUTE format('INSERT INTO geodata_matchmark (household_id) SELECT DISTINCT c.household_id FROM %s c
            WHERE c.state <> ''possible''', changed);
    ELSIF TG_ARGV[0] = 'areas' THEN
        INSERT INTO geodata_matchmark (village_id) SELECT n.id FROM new_rows n JOIN old_rows o USING (id)
        WHERE n.level = 'village' AND (n.kind, n.code) IS DISTINCT FROM (o.kind, o.code);
    ELSE
        -- Versions of policies: where what holds today is another than before.
        EXECUTE format('INSERT INTO geodata_matchmark (village_id) SELECT v.id FROM geodata_area v
            WHERE v.level = ''village'' AND v.period @> gridmap_today() AND EXISTS (
                SELECT FROM %s c JOIN geodata_policy p ON p.id = c.policy_id JOIN geodata_area a ON a.id = p.area_id
                WHERE starts_with(v.code, a.code) GROUP BY c.id
                HAVING count(*) FILTER (WHERE c.period @> gridmap_today()) = 1)', changed);
    END IF;
    RETURN NULL;
END $body$;
REVOKE ALL ON FUNCTION mark_matching FROM PUBLIC;

DO $do$ DECLARE one text;
BEGIN
    FOREACH one IN ARRAY ARRAY['resident', 'carerecord', 'livelihood', 'contactlink'] LOOP
        EXECUTE format($$
            CREATE OR REPLACE TRIGGER matching_follows_insert AFTER INSERT ON geodata_%1$s
                REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION mark_matching('households');
            CREATE OR REPLACE TRIGGER matching_follows_update AFTER UPDATE ON geodata_%1$s
                REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION mark_matching('households');
            CREATE OR REPLACE TRIGGER matching_follows_delete AFTER DELETE ON geodata_%1$s
                REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION mark_matching('households');
        $$, one);
    END LOOP;
END $do$;
-- They go along with a merger.
CREATE OR REPLACE TRIGGER matching_follows_update AFTER UPDATE ON geodata_dooranswer
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION mark_matching('households');
CREATE OR REPLACE TRIGGER matching_follows_insert AFTER INSERT ON geodata_entitlement
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION mark_matching('entitlements');
CREATE OR REPLACE TRIGGER matching_follows_update AFTER UPDATE ON geodata_entitlement
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION mark_matching('entitlements');
CREATE OR REPLACE TRIGGER matching_follows_insert AFTER INSERT ON geodata_household
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION mark_matching('made');
CREATE OR REPLACE TRIGGER matching_follows_update AFTER UPDATE ON geodata_household
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION mark_matching('self');
CREATE OR REPLACE TRIGGER matching_follows_update AFTER UPDATE ON geodata_area
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION mark_matching('areas');
CREATE OR REPLACE TRIGGER matching_follows_update AFTER UPDATE ON geodata_policyversion
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION mark_matching('versions');

-- Villages are marked by whoever wants them matched anew.
CREATE OR REPLACE FUNCTION mark_villages_to_match(villages bigint[]) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    INSERT INTO geodata_matchmark (village_id) SELECT unnest(villages)
$$;
REVOKE ALL ON FUNCTION mark_villages_to_match FROM PUBLIC;
GRANT EXECUTE ON FUNCTION mark_villages_to_match TO gridmap_web;

-- They are being matched in this transaction.
CREATE OR REPLACE FUNCTION unmark_villages_to_match(villages bigint[]) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    DELETE FROM geodata_matchmark WHERE village_id = ANY (villages)
$$;
REVOKE ALL ON FUNCTION unmark_villages_to_match FROM PUBLIC;
GRANT EXECUTE ON FUNCTION unmark_villages_to_match TO gridmap_web;

-- Takes away marks and gives what they named, in about so many households; those of single households come first. Whoever calls it
-- matches in a later statement of the same transaction, which sees all that these marks told of.
CREATE OR REPLACE FUNCTION take_match_marks(most integer) RETURNS TABLE (village bigint, household bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    homes bigint[] := ARRAY(SELECT DISTINCT m.household_id FROM geodata_matchmark m WHERE m.household_id IS NOT NULL
                            ORDER BY m.household_id LIMIT most);
    villages bigint[] := '{}';
BEGIN
    IF homes = '{}' THEN
        villages := ARRAY(
            SELECT v.village_id FROM (
                SELECT m.village_id, sum(n.households) OVER (ORDER BY m.village_id) - n.households AS before
                FROM (SELECT DISTINCT g.village_id FROM geodata_matchmark g WHERE g.village_id IS NOT NULL) m,
                    LATERAL (SELECT count(*) AS households FROM geodata_household h WHERE h.village_id = m.village_id) n
            ) v WHERE v.before < most);
    END IF;
    DELETE FROM geodata_matchmark m WHERE m.household_id = ANY (homes) OR m.village_id = ANY (villages);
    RETURN QUERY SELECT v, NULL::bigint FROM unnest(villages) v UNION ALL SELECT NULL, h FROM unnest(homes) h;
END $$;
REVOKE ALL ON FUNCTION take_match_marks FROM PUBLIC;
GRANT EXECUTE ON FUNCTION take_match_marks TO gridmap_web;

-- Is there a mark? Asked every few seconds, by nobody in particular.
CREATE OR REPLACE FUNCTION match_marks_wait() RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT EXISTS (SELECT FROM geodata_matchmark)
$$;
REVOKE ALL ON FUNCTION match_marks_wait FROM PUBLIC;
GRANT EXECUTE ON FUNCTION match_marks_wait TO gridmap_web;
