-- Possible duplicates follow every statement that writes what they are known by: name, phones, place, address.
CREATE OR REPLACE FUNCTION duplicates_follow() RETURNS trigger LANGUAGE plpgsql AS $body$
DECLARE
    ids bigint[];
BEGIN
    IF TG_OP = 'INSERT' THEN
        ids := ARRAY(SELECT id FROM new_rows);
    ELSIF TG_OP = 'DELETE' THEN
        ids := ARRAY(SELECT id FROM old_rows);
    ELSE
        ids := ARRAY(
            SELECT n.id FROM new_rows n JOIN old_rows o USING (id)
            WHERE (n.head_name, n.phones, n.address, n.building, n.entrance, n.door, n.village_id)
                  IS DISTINCT FROM (o.head_name, o.phones, o.address, o.building, o.entrance, o.door, o.village_id)
               OR n.point IS DISTINCT FROM o.point);
    END IF;
    IF ids <> '{}' THEN
        PERFORM refresh_duplicates(ids);
    END IF;
    RETURN NULL;
END $body$;
CREATE OR REPLACE TRIGGER duplicates_follow_insert AFTER INSERT ON geodata_household
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION duplicates_follow();
CREATE OR REPLACE TRIGGER duplicates_follow_update AFTER UPDATE ON geodata_household
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION duplicates_follow();
CREATE OR REPLACE TRIGGER duplicates_follow_delete AFTER DELETE ON geodata_household
    REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION duplicates_follow();
