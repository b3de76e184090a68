-- Which modes of visits count, as bits: see geodata/visits/schedule.py.
CREATE OR REPLACE FUNCTION counted_modes(modes varchar[]) RETURNS integer LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT ('door' = ANY (modes))::integer + 2 * ('chance' = ANY (modes))::integer
         + 4 * ('video' = ANY (modes))::integer + 8 * ('phone' = ANY (modes))::integer
$$;
