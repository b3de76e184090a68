-- A project lies in the villages of its area. Accepted, none of its needs is open any more; told, each household was asked how it
-- went: what was closed without an answer has to be asked again, or is taken out.
CREATE OR REPLACE FUNCTION project_goes_with_its_needs() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $body$
BEGIN
    NEW.villages := ARRAY(
        SELECT v.id FROM geodata_area a JOIN geodata_area v ON v.code LIKE a.code || '%' AND v.level = 'village' AND upper_inf(v.period)
        WHERE a.id = NEW.area_id ORDER BY v.id);
    IF TG_OP = 'INSERT' OR NEW.state = OLD.state THEN RETURN NEW; END IF;
    IF NEW.state = 'accepted' AND EXISTS (
        SELECT FROM geodata_projectneed j JOIN geodata_need n ON n.id = j.need_id
        WHERE j.project_id = NEW.id AND j.left_at IS NULL AND n.state IN ('new', 'accepted', 'consulting', 'assigned', 'in_progress')) THEN
        RAISE EXCEPTION 'project % is accepted while a need of it is open', NEW.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'accepted_project_has_done_its_needs', TABLE = 'geodata_livelihoodproject';
    END IF;
    IF NEW.state = 'told' AND EXISTS (
        SELECT FROM geodata_projectneed j JOIN geodata_need n ON n.id = j.need_id
        WHERE j.project_id = NEW.id AND j.left_at IS NULL
          AND (n.state NOT IN ('followed_up', 'closed', 'declined', 'withdrawn', 'merged') OR n.state = 'closed' AND n.answer IN ('', 'none'))) THEN
        RAISE EXCEPTION 'project % is told while a household of it was not asked', NEW.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'told_project_has_asked_its_households', TABLE = 'geodata_livelihoodproject';
    END IF;
    RETURN NEW;
END $body$;
REVOKE ALL ON FUNCTION project_goes_with_its_needs FROM PUBLIC;
CREATE OR REPLACE TRIGGER project_goes_with_its_needs BEFORE INSERT OR UPDATE ON geodata_livelihoodproject
    FOR EACH ROW EXECUTE FUNCTION project_goes_with_its_needs();

-- What is joined lies in its villages, and is no secret: whoever sees a project may learn why it is built.
CREATE OR REPLACE FUNCTION need_joins_a_project() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $body$
DECLARE
    secret boolean;
    inside boolean;
BEGIN
    SELECT n.sensitive, n.village_id = ANY (p.villages) INTO secret, inside
    FROM geodata_need n, geodata_livelihoodproject p WHERE n.id = NEW.need_id AND p.id = NEW.project_id;
    IF secret THEN
        RAISE EXCEPTION 'a sensitive need is joined to no project'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'need_of_a_project_is_not_sensitive', TABLE = 'geodata_projectneed';
    END IF;
    IF NOT inside THEN
        RAISE EXCEPTION 'a need is joined to a project of its own village, township or county'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'need_of_a_project_lies_in_its_area', TABLE = 'geodata_projectneed';
    END IF;
    RETURN NEW;
END $body$;
REVOKE ALL ON FUNCTION need_joins_a_project FROM PUBLIC;
CREATE OR REPLACE TRIGGER need_joins_a_project BEFORE INSERT ON geodata_projectneed
    FOR EACH ROW EXECUTE FUNCTION need_joins_a_project();
