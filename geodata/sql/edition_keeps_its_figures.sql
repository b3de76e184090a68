-- An edition is written in two steps of one transaction: first itself, so that the states of its households may stand beside it, then
-- what was counted of them. From then on nothing of it changes.
CREATE OR REPLACE FUNCTION edition_keeps_its_figures() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    RAISE EXCEPTION 'an edition keeps its figures' USING ERRCODE = 'check_violation';
END $body$;
CREATE OR REPLACE TRIGGER edition_keeps_its_figures BEFORE UPDATE ON geodata_edition
    FOR EACH ROW WHEN (OLD.fingerprint <> repeat('0', 64)) EXECUTE FUNCTION edition_keeps_its_figures();
