-- The facts of today follow every statement that changes what they are made of.

-- New rows of households that are placed nowhere yet derive no facts: an import derives them once, not twice.
CREATE OR REPLACE FUNCTION facts_follow_new() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    placed bigint[] := ARRAY(
        SELECT DISTINCT n.household_id FROM new_rows n JOIN geodata_placement p USING (household_id));
BEGIN
    IF placed <> '{}' THEN
        PERFORM refresh_facts(placed);
    END IF;
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION facts_follow_old() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM refresh_facts(ARRAY(SELECT DISTINCT household_id FROM old_rows));
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION facts_follow_both() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM refresh_facts(ARRAY(SELECT household_id FROM new_rows UNION SELECT household_id FROM old_rows));
    RETURN NULL;
END $$;

DO $do$ DECLARE one text;
BEGIN
    FOREACH one IN ARRAY ARRAY['placement', 'occupancyperiod', 'carerecord', 'contactlink'] LOOP
        EXECUTE format($$
            CREATE OR REPLACE TRIGGER facts_follow_insert AFTER INSERT ON geodata_%1$s
                REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION facts_follow_new();
            CREATE OR REPLACE TRIGGER facts_follow_update AFTER UPDATE ON geodata_%1$s
                REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
                FOR EACH STATEMENT EXECUTE FUNCTION facts_follow_both();
            CREATE OR REPLACE TRIGGER facts_follow_delete AFTER DELETE ON geodata_%1$s
                REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION facts_follow_old();
        $$, one);
    END LOOP;
END $do$;

-- The hot path: a new visit of a mode that counts only moves one day forward.
CREATE OR REPLACE FUNCTION facts_follow_new_visits() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    today date := gridmap_today();
BEGIN
    UPDATE geodata_householdfacts f SET last_met = n.day
    FROM (SELECT v.household_id, max(v.day) AS day
          FROM new_rows v JOIN geodata_householdfacts k ON k.household_id = v.household_id
          WHERE v.state = 'valid' AND v.outcome = 'met' AND v.day <= today
            AND k.counted & counted_modes(ARRAY[v.mode]) > 0
          GROUP BY v.household_id) n
    WHERE f.household_id = n.household_id AND (f.last_met IS NULL OR f.last_met < n.day);
    IF EXISTS (SELECT FROM new_rows WHERE day > today) THEN
        PERFORM refresh_facts(ARRAY(SELECT DISTINCT household_id FROM new_rows WHERE day > today));
    END IF;
    RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER facts_follow_new_visits AFTER INSERT ON geodata_visit
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION facts_follow_new_visits();
CREATE OR REPLACE TRIGGER facts_follow_changed_visits AFTER UPDATE ON geodata_visit
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION facts_follow_both();
CREATE OR REPLACE TRIGGER facts_follow_deleted_visits AFTER DELETE ON geodata_visit
    REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION facts_follow_old();

CREATE OR REPLACE FUNCTION facts_follow_households() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM refresh_facts(ARRAY(
        SELECT n.id FROM new_rows n JOIN old_rows o USING (id)
        WHERE n.point_since IS DISTINCT FROM o.point_since));
    RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER facts_follow_households AFTER UPDATE ON geodata_household
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION facts_follow_households();

-- Rare, and for everybody: a rule of the rhythm, or a category that becomes special.
CREATE OR REPLACE FUNCTION facts_follow_everything() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM refresh_facts(NULL, ARRAY(SELECT id FROM geodata_area WHERE level = 'village'));
    RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER facts_follow_rules AFTER INSERT OR UPDATE OR DELETE ON geodata_visitrule
    FOR EACH STATEMENT EXECUTE FUNCTION facts_follow_everything();
CREATE OR REPLACE TRIGGER facts_follow_categories AFTER UPDATE OF special ON geodata_carecategory
    FOR EACH STATEMENT EXECUTE FUNCTION facts_follow_everything();
