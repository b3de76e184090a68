-- What an order says, and who said it when, never changes; its words may only be forgotten.
CREATE OR REPLACE FUNCTION order_keeps_its_words() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    RAISE EXCEPTION 'what order % says never changes', OLD.number
        USING ERRCODE = 'check_violation', CONSTRAINT = 'order_keeps_its_words', TABLE = 'geodata_serviceorder';
END $body$;
REVOKE ALL ON FUNCTION order_keeps_its_words FROM PUBLIC;
CREATE OR REPLACE TRIGGER order_keeps_its_words BEFORE UPDATE ON geodata_serviceorder
    FOR EACH ROW WHEN (NEW.text <> OLD.text AND NEW.text <> '' OR NEW.place <> OLD.place AND NEW.place <> '–'
                       OR NEW.number <> OLD.number OR NEW.client_id <> OLD.client_id OR NEW.by_id <> OLD.by_id
                       OR NEW.at <> OLD.at OR NEW.wish <> OLD.wish OR NEW.item_id IS DISTINCT FROM OLD.item_id)
    EXECUTE FUNCTION order_keeps_its_words();
