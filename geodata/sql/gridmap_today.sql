-- The day that it is where the county lies.
CREATE OR REPLACE FUNCTION gridmap_today() RETURNS date LANGUAGE sql STABLE AS
$$ SELECT (now() AT TIME ZONE :zone)::date $$;
