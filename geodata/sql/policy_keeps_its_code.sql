-- Rules, lists and cards name a policy and a question by its code: what they are called may change, the code never does, nor whom
-- it is about or how it is answered. Column by column: a restored database writes a comparison of rows otherwise, and restores
-- are compared.
CREATE OR REPLACE FUNCTION policy_keeps_its_code() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    RAISE EXCEPTION 'code and subject of % never change', TG_TABLE_NAME
        USING ERRCODE = 'check_violation', CONSTRAINT = 'policy_keeps_its_code', TABLE = TG_TABLE_NAME;
END $body$;
REVOKE ALL ON FUNCTION policy_keeps_its_code FROM PUBLIC;
CREATE OR REPLACE TRIGGER policy_keeps_its_code BEFORE UPDATE ON geodata_policy
    FOR EACH ROW WHEN (NEW.code IS DISTINCT FROM OLD.code OR NEW.subject IS DISTINCT FROM OLD.subject
                       OR NEW.area_id IS DISTINCT FROM OLD.area_id)
    EXECUTE FUNCTION policy_keeps_its_code();
CREATE OR REPLACE TRIGGER policy_keeps_its_code BEFORE UPDATE ON geodata_doorquestion
    FOR EACH ROW WHEN (NEW.code IS DISTINCT FROM OLD.code OR NEW.subject IS DISTINCT FROM OLD.subject
                       OR NEW.type IS DISTINCT FROM OLD.type)
    EXECUTE FUNCTION policy_keeps_its_code();
