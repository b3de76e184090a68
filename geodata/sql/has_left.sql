-- Of which occupancies nobody of the household is here any more: from that day on it stands in no figure. Python says the
-- same: LEFT_OCCUPANCIES of geodata/people/models.py. Plain enough to be written into the query that asks it.
CREATE OR REPLACE FUNCTION has_left(occupancy text) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $body$
    SELECT occupancy IN ('moved_away', 'dissolved')
$body$;
