-- What a version of a policy says is changed while it is a draft: once it is checked only its state and its days move.
CREATE OR REPLACE FUNCTION policy_version_keeps_its_words() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    IF to_jsonb(NEW) - 'state' - 'period' <> to_jsonb(OLD) - 'state' - 'period' THEN
        RAISE EXCEPTION 'version % of policy % is no draft any more', OLD.number, OLD.policy_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'policy_version_keeps_its_words', TABLE = TG_TABLE_NAME;
    END IF;
    RETURN NEW;
END $body$;
REVOKE ALL ON FUNCTION policy_version_keeps_its_words FROM PUBLIC;
CREATE OR REPLACE TRIGGER policy_version_keeps_its_words BEFORE UPDATE ON geodata_policyversion
    FOR EACH ROW WHEN (OLD.state <> 'draft') EXECUTE FUNCTION policy_version_keeps_its_words();
