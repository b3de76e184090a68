-- Whom a project concerns: who lives within or near its place, and whose needs are joined; beside them stay those of a list. Counted
-- by the database, for whoever draws the place may not see the households: a department sees how many, never which.
CREATE OR REPLACE FUNCTION count_households_of_project(project bigint) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $body$
DECLARE
    p record;
    wanted bigint[];
    needed bigint[];
BEGIN
    SELECT geometry, reach, villages INTO p FROM geodata_livelihoodproject WHERE id = project AND state NOT IN ('told', 'dropped');
    IF NOT FOUND THEN RETURN; END IF;
    needed := ARRAY(
        SELECT n.household_id FROM geodata_projectneed j JOIN geodata_need n ON n.id = j.need_id
        WHERE j.project_id = project AND j.left_at IS NULL AND n.household_id IS NOT NULL
        UNION SELECT o.household_id FROM geodata_projectneed j JOIN geodata_needhousehold o ON o.need_id = j.need_id
        WHERE j.project_id = project AND j.left_at IS NULL);
    -- Degrees first, by the index: a degree of longitude is 80 km and more where this is used.
    wanted := needed || ARRAY(
        SELECT h.id FROM geodata_household h
        WHERE p.geometry IS NOT NULL AND h.point && ST_Expand(p.geometry, p.reach / 80000.0)
          AND h.village_id = ANY (p.villages) AND NOT has_left(h.occupancy)
          AND ST_DWithin(h.point::geography, p.geometry::geography, p.reach));
    UPDATE geodata_projecthousehold SET left_at = now()
    WHERE project_id = project AND left_at IS NULL AND origin <> 'list' AND household_id <> ALL (wanted);
    INSERT INTO geodata_projecthousehold (project_id, household_id, village_id, origin, added_at)
    SELECT project, h.id, h.village_id, CASE WHEN h.id = ANY (needed) THEN 'need' ELSE 'area' END, now()
    FROM geodata_household h WHERE h.id = ANY (wanted)
    ON CONFLICT (project_id, household_id) WHERE left_at IS NULL DO NOTHING;
END $body$;
REVOKE ALL ON FUNCTION count_households_of_project FROM PUBLIC;

CREATE OR REPLACE FUNCTION households_of_a_project() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $body$
BEGIN
    IF TG_TABLE_NAME = 'geodata_livelihoodproject' THEN
        PERFORM count_households_of_project(NEW.id);
    ELSE
        PERFORM count_households_of_project(NEW.project_id);
        UPDATE geodata_livelihoodproject p
        SET joined = (SELECT count(*) FROM geodata_projectneed j WHERE j.project_id = p.id AND j.left_at IS NULL)
        WHERE p.id = NEW.project_id;
    END IF;
    RETURN NULL;
END $body$;
REVOKE ALL ON FUNCTION households_of_a_project FROM PUBLIC;
CREATE OR REPLACE TRIGGER households_of_a_project AFTER INSERT OR UPDATE OF geometry, reach, area_id, state ON geodata_livelihoodproject
    FOR EACH ROW EXECUTE FUNCTION households_of_a_project();
CREATE OR REPLACE TRIGGER households_of_a_project AFTER INSERT OR UPDATE OF left_at ON geodata_projectneed
    FOR EACH ROW EXECUTE FUNCTION households_of_a_project();

CREATE OR REPLACE FUNCTION count_of_a_project() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $body$
BEGIN
    UPDATE geodata_livelihoodproject p SET homes = x.homes
    FROM (
        SELECT n.project_id, count(h.id) AS homes FROM (SELECT DISTINCT project_id FROM new_rows) n
        LEFT JOIN geodata_projecthousehold h ON h.project_id = n.project_id AND h.left_at IS NULL GROUP BY n.project_id
    ) x
    WHERE x.project_id = p.id AND p.homes <> x.homes;
    RETURN NULL;
END $body$;
REVOKE ALL ON FUNCTION count_of_a_project FROM PUBLIC;
CREATE OR REPLACE TRIGGER count_of_a_project_insert AFTER INSERT ON geodata_projecthousehold
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION count_of_a_project();
CREATE OR REPLACE TRIGGER count_of_a_project_update AFTER UPDATE ON geodata_projecthousehold
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION count_of_a_project();

-- A household that goes on in another takes its place along; where both are concerned, one of them is any more. Undoing the merger
-- gives it back: the table notes it (note_import.sql).
CREATE OR REPLACE FUNCTION projects_go_on() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $body$
BEGIN
    UPDATE geodata_projecthousehold h
    SET left_at = CASE WHEN both_are.there THEN now() END,
        household_id = CASE WHEN both_are.there THEN h.household_id ELSE NEW.household_id END
    FROM (SELECT s.id, EXISTS (
              SELECT FROM geodata_projecthousehold o
              WHERE o.project_id = s.project_id AND o.household_id = NEW.household_id AND o.left_at IS NULL) AS there
          FROM geodata_projecthousehold s WHERE s.household_id = NEW.source_id AND s.left_at IS NULL) both_are
    WHERE both_are.id = h.id;
    RETURN NULL;
END $body$;
REVOKE ALL ON FUNCTION projects_go_on FROM PUBLIC;
CREATE OR REPLACE TRIGGER projects_go_on AFTER INSERT ON geodata_householdlineage
    FOR EACH ROW WHEN (NEW.kind = 'merged') EXECUTE FUNCTION projects_go_on();
