-- Only the id, and only of a token that the caller knows: what may be seen of it, the verb decides (geodata/visits/sending.py).
-- A token that came to a household by a merger means that one.
CREATE OR REPLACE FUNCTION household_id_of(wanted text) RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $body$
    SELECT coalesce((SELECT id FROM geodata_household WHERE token = wanted),
                    (SELECT household_id FROM geodata_tokenalias WHERE token = wanted))
$body$;
REVOKE ALL ON FUNCTION household_id_of FROM PUBLIC;
GRANT EXECUTE ON FUNCTION household_id_of TO gridmap_web;
