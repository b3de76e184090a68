-- A need is a dispute if and only if it has the row of one. Asked at the end of the transaction.
CREATE OR REPLACE FUNCTION dispute_and_need() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $body$
DECLARE
    thing bigint := CASE WHEN TG_TABLE_NAME = 'geodata_need' THEN to_jsonb(NEW) ->> 'id'
        WHEN TG_OP = 'DELETE' THEN to_jsonb(OLD) ->> 'need_id' ELSE to_jsonb(NEW) ->> 'need_id' END;
BEGIN
    IF EXISTS (SELECT FROM geodata_need n WHERE n.id = thing
               AND (n.kind = 'dispute') <> EXISTS (SELECT FROM geodata_dispute d WHERE d.need_id = n.id)) THEN
        RAISE EXCEPTION 'need % is a dispute and has no parties, or the other way round', thing
            USING ERRCODE = 'check_violation', CONSTRAINT = 'dispute_and_need', TABLE = 'geodata_dispute';
    END IF;
    RETURN NULL;
END $body$;
REVOKE ALL ON FUNCTION dispute_and_need FROM PUBLIC;
DROP TRIGGER IF EXISTS dispute_and_need ON geodata_need;
CREATE CONSTRAINT TRIGGER dispute_and_need AFTER INSERT OR UPDATE OF kind ON geodata_need
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION dispute_and_need();
DROP TRIGGER IF EXISTS dispute_and_need ON geodata_dispute;
CREATE CONSTRAINT TRIGGER dispute_and_need AFTER INSERT OR UPDATE OF need_id OR DELETE ON geodata_dispute
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION dispute_and_need();
