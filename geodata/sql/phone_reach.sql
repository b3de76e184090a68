-- Where the owner of a phone has a tie, as the codes of these areas and of all above them: the village of the membership, the
-- villages of the households looked after, the areas of posts, all of them now or before. A scope's tops are few, so that
-- the policy of phones compares one short list with another, however large the county.
CREATE OR REPLACE FUNCTION phone_reach(account bigint) RETURNS text[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT coalesce(array_agg(DISTINCT left(a.code, n.digits)), '{}') FROM (
        SELECT m.village_id FROM geodata_member m WHERE m.user_id = account
        UNION ALL SELECT l.village_id FROM geodata_member m JOIN geodata_contactlink l ON l.member_id = m.id
        WHERE m.user_id = account AND l.village_id <> m.village_id
        UNION ALL SELECT d.area_id FROM geodata_duty d WHERE d.user_id = account
    ) t (id) JOIN geodata_area a USING (id) CROSS JOIN (VALUES (2), (4), (6), (9), (12), (15)) n (digits)
    WHERE n.digits <= length(a.code)
$$;
REVOKE ALL ON FUNCTION phone_reach FROM PUBLIC;

-- Whatever is written into the column, the row has its owner's ties.
CREATE OR REPLACE FUNCTION take_reach() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    NEW.reach := phone_reach(NEW.user_id);
    RETURN NEW;
END $$;
REVOKE ALL ON FUNCTION take_reach FROM PUBLIC;

CREATE OR REPLACE TRIGGER take_reach BEFORE INSERT OR UPDATE OF user_id, reach ON geodata_phonenumber
    FOR EACH ROW EXECUTE FUNCTION take_reach();

-- No doing of an import: what it did to ties is noted, and taken back, in their own tables.
CREATE OR REPLACE FUNCTION reach_follows() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $body$
DECLARE
    run text := coalesce(current_setting('gridmap.import', true), '');
    changed text := CASE TG_OP WHEN 'INSERT' THEN 'new_rows' WHEN 'DELETE' THEN 'old_rows'
        ELSE '(SELECT * FROM old_rows UNION ALL SELECT * FROM new_rows)' END;
    -- A household of the member's own village ties to nothing more.
    whose text := CASE TG_TABLE_NAME
        WHEN 'geodata_contactlink' THEN 'SELECT m.user_id FROM %s r JOIN geodata_member m ON m.id = r.member_id AND m.village_id <> r.village_id'
        ELSE 'SELECT r.user_id FROM %s r' END;
BEGIN
    PERFORM set_config('gridmap.import', '', true);
    EXECUTE format($$
        UPDATE geodata_phonenumber p SET reach = phone_reach(p.user_id)
        WHERE p.user_id IN (%s) AND p.reach IS DISTINCT FROM phone_reach(p.user_id)$$, format(whose, changed));
    PERFORM set_config('gridmap.import', run, true);
    RETURN NULL;
END $body$;
REVOKE ALL ON FUNCTION reach_follows FROM PUBLIC;

DO $do$ DECLARE one text;
BEGIN
    FOREACH one IN ARRAY ARRAY['contactlink', 'duty', 'member'] LOOP
        EXECUTE format($$
            CREATE OR REPLACE TRIGGER reach_follows_insert AFTER INSERT ON geodata_%1$s
                REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION reach_follows();
            CREATE OR REPLACE TRIGGER reach_follows_update AFTER UPDATE ON geodata_%1$s
                REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION reach_follows();
            CREATE OR REPLACE TRIGGER reach_follows_delete AFTER DELETE ON geodata_%1$s
                REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION reach_follows();
        $$, one);
    END LOOP;
END $do$;
