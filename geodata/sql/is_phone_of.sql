-- An import asks whether a row means somebody who may be at home elsewhere. Told is yes or no, to whoever knows the phone.
CREATE OR REPLACE FUNCTION is_phone_of(account bigint, asked text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT EXISTS (SELECT FROM geodata_phonenumber WHERE user_id = account AND number = asked)
$$;
REVOKE ALL ON FUNCTION is_phone_of FROM PUBLIC;
GRANT EXECUTE ON FUNCTION is_phone_of TO gridmap_web;
