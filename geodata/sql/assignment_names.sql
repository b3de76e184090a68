-- An assignment holds whom its need is about, which never changes: the second line asks the row itself, since a department sees no need.
CREATE OR REPLACE FUNCTION assignment_names() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    NEW.named := (SELECT n.named FROM geodata_need n WHERE n.id = NEW.need_id);
    RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS assignment_names ON geodata_assignment;
CREATE TRIGGER assignment_names BEFORE INSERT OR UPDATE OF need_id, named ON geodata_assignment
    FOR EACH ROW EXECUTE FUNCTION assignment_names();
REVOKE ALL ON FUNCTION assignment_names FROM PUBLIC;
