-- A token is never given twice: what a merged household was called by is no other household's.
CREATE OR REPLACE FUNCTION token_means_one_household() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $body$
DECLARE
    taken boolean;
BEGIN
    IF TG_TABLE_NAME = 'geodata_household' THEN
        taken := EXISTS (SELECT FROM geodata_tokenalias WHERE token = NEW.token);
    ELSE
        taken := EXISTS (SELECT FROM geodata_household WHERE token = NEW.token);
    END IF;
    IF taken THEN
        RAISE EXCEPTION 'this token means another household'
            USING ERRCODE = 'unique_violation', CONSTRAINT = 'token_means_one_household', TABLE = TG_TABLE_NAME;
    END IF;
    RETURN NEW;
END $body$;
REVOKE ALL ON FUNCTION token_means_one_household FROM PUBLIC;
CREATE OR REPLACE TRIGGER token_means_one_household BEFORE INSERT OR UPDATE OF token ON geodata_household
    FOR EACH ROW EXECUTE FUNCTION token_means_one_household();
CREATE OR REPLACE TRIGGER token_means_one_household BEFORE INSERT OR UPDATE ON geodata_tokenalias
    FOR EACH ROW EXECUTE FUNCTION token_means_one_household();
