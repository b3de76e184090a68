-- Links are shown by the village of the household: an office does not see those of its own members elsewhere.
CREATE OR REPLACE FUNCTION accounts_linked_outside(codes text[], day date) RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT DISTINCT m.user_id
    FROM geodata_member m
    JOIN geodata_area home ON home.id = m.village_id
    JOIN geodata_contactlink l ON l.member_id = m.id
    JOIN geodata_area a ON a.id = l.village_id
    WHERE EXISTS (SELECT FROM unnest(codes) code WHERE home.code LIKE code || '%')
      AND NOT EXISTS (SELECT FROM unnest(codes) code WHERE a.code LIKE code || '%')
      AND (upper_inf(l.period) OR upper(l.period) > day)
      AND (upper_inf(m.period) OR upper(m.period) > day)
$$;
REVOKE ALL ON FUNCTION accounts_linked_outside FROM PUBLIC;
GRANT EXECUTE ON FUNCTION accounts_linked_outside TO gridmap_web;
