-- What a need says, and who said it when, never changes; the owner may only forget the words. Its level moves by one, and what it
-- is merged into is not merged itself.
CREATE OR REPLACE FUNCTION need_keeps_its_words() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $body$
BEGIN
    IF (NEW.title <> OLD.title AND NEW.title <> '') OR (NEW.text <> OLD.text AND NEW.text <> '')
       OR (NEW.sealed <> OLD.sealed AND NEW.sealed <> '') OR NEW.number <> OLD.number OR NEW.client_id <> OLD.client_id
       OR NEW.by_id <> OLD.by_id OR NEW.at <> OLD.at OR NEW.kind <> OLD.kind OR NEW.sensitive <> OLD.sensitive
       OR NEW.raised_on <> OLD.raised_on OR NEW.least_level < OLD.least_level THEN
        RAISE EXCEPTION 'what need % says never changes', OLD.number
            USING ERRCODE = 'check_violation', CONSTRAINT = 'need_keeps_its_words', TABLE = 'geodata_need';
    END IF;
    IF abs(NEW.level - OLD.level) > 1 THEN
        RAISE EXCEPTION 'need % moves by one level', OLD.number
            USING ERRCODE = 'check_violation', CONSTRAINT = 'need_moves_by_one_level', TABLE = 'geodata_need';
    END IF;
    IF NEW.merged_into_id IS NOT NULL AND OLD.merged_into_id IS NULL
       AND EXISTS (SELECT FROM geodata_need n WHERE n.id = NEW.merged_into_id AND n.merged_into_id IS NOT NULL) THEN
        RAISE EXCEPTION 'need % is merged into one that is merged itself', OLD.number
            USING ERRCODE = 'check_violation', CONSTRAINT = 'need_is_merged_into_one_that_goes_on', TABLE = 'geodata_need';
    END IF;
    RETURN NEW;
END $body$;
REVOKE ALL ON FUNCTION need_keeps_its_words FROM PUBLIC;
CREATE OR REPLACE TRIGGER need_keeps_its_words BEFORE UPDATE ON geodata_need
    FOR EACH ROW EXECUTE FUNCTION need_keeps_its_words();
