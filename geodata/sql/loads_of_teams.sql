-- How many orders each of these teams has taken or is offered, whoever sees them: a number and no order.
CREATE OR REPLACE FUNCTION loads_of_teams(asked bigint[]) RETURNS TABLE (team bigint, load bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT x.team_id, count(*) FROM (
        SELECT o.team_id FROM geodata_serviceorder o
        WHERE o.team_id = ANY (asked) AND o.state IN ('taken', 'in_service')
        UNION ALL
        SELECT f.team_id FROM geodata_orderoffer f WHERE f.team_id = ANY (asked) AND f.answer = ''
    ) x GROUP BY x.team_id
$$;
REVOKE ALL ON FUNCTION loads_of_teams FROM PUBLIC;
GRANT EXECUTE ON FUNCTION loads_of_teams TO gridmap_web;
