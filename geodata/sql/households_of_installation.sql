-- How many households there are, and how many have a contact member: for administrators, who see none of them.
CREATE OR REPLACE FUNCTION households_of_installation(OUT households bigint, OUT linked bigint) LANGUAGE sql STABLE
SECURITY DEFINER SET search_path = public, pg_temp AS $body$
    SELECT count(*), count(*) FILTER (WHERE EXISTS (
        SELECT FROM geodata_contactlink l WHERE l.household_id = h.id AND l."primary" AND upper_inf(l.period)))
    FROM geodata_household h
    WHERE current_setting('gridmap.accounts', true) = 'on' AND NOT has_left(h.occupancy)
$body$;
REVOKE ALL ON FUNCTION households_of_installation FROM PUBLIC;
GRANT EXECUTE ON FUNCTION households_of_installation TO gridmap_web;
