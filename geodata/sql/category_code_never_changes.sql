-- Lists, rules and files name a category by its code: what it is called may change, the code never does.
CREATE OR REPLACE FUNCTION category_code_never_changes() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    RAISE EXCEPTION 'the code of a care category never changes'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'category_code_never_changes', TABLE = TG_TABLE_NAME;
END $body$;
REVOKE ALL ON FUNCTION category_code_never_changes FROM PUBLIC;
CREATE OR REPLACE TRIGGER category_code_never_changes BEFORE UPDATE ON geodata_carecategory
    FOR EACH ROW WHEN (NEW.code IS DISTINCT FROM OLD.code) EXECUTE FUNCTION category_code_never_changes();
