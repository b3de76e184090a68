-- Which households of a village may be one: the same name by its pinyin, and the same phone, place (30 m) or address. Of these
-- households, or of all of these villages. The owner looks, so that the village's names are found by their index
-- (household_by_pinyin), whoever changes one.
CREATE OR REPLACE FUNCTION refresh_duplicates(ids bigint[], villages bigint[] DEFAULT NULL) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $body$
BEGIN
    IF ids IS NULL THEN
        DELETE FROM geodata_possibleduplicate WHERE village_id = ANY (villages);
    ELSE
        DELETE FROM geodata_possibleduplicate WHERE household_id = ANY (ids) OR other_id = ANY (ids);
    END IF;
    EXECUTE replace($query$
    INSERT INTO geodata_possibleduplicate (household_id, other_id, village_id, reasons)
    SELECT DISTINCT least(h.id, o.id), greatest(h.id, o.id), h.village_id, reasons
    FROM geodata_household h
    JOIN geodata_household o ON o.village_id = h.village_id AND pinyin_of(o.head_name) = pinyin_of(h.head_name) AND o.id <> h.id
    CROSS JOIN LATERAL (SELECT array_remove(ARRAY[
        CASE WHEN h.phones && o.phones THEN 'phone' END,
        CASE WHEN ST_DWithin(h.point::geography, o.point::geography, 30) THEN 'place' END,
        CASE WHEN address_key(h.address, h.building, h.entrance, h.door) <> ''
              AND address_key(h.address, h.building, h.entrance, h.door)
                = address_key(o.address, o.building, o.entrance, o.door) THEN 'address' END], NULL) AS reasons) alike
    WHERE /*chosen*/ AND h.head_name <> '' AND reasons <> '{}'
    $query$, '/*chosen*/', CASE WHEN ids IS NULL THEN 'h.village_id = ANY ($2) AND h.id < o.id' ELSE 'h.id = ANY ($1)' END)
    USING ids, villages;
END $body$;
REVOKE ALL ON FUNCTION refresh_duplicates FROM PUBLIC;
GRANT EXECUTE ON FUNCTION refresh_duplicates TO gridmap_web;
