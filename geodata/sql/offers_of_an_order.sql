-- To whom an order is offered or given stands on its row, so that the second line asks no other table.
CREATE OR REPLACE FUNCTION offers_of_an_order() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $body$
BEGIN
    UPDATE geodata_serviceorder o SET teams = x.teams, users = x.users
    FROM (
        SELECT n.order_id, coalesce(array_agg(DISTINCT f.team_id) FILTER (WHERE f.team_id IS NOT NULL), '{}') AS teams,
               coalesce(array_agg(DISTINCT f.user_id) FILTER (WHERE f.user_id IS NOT NULL), '{}') AS users
        FROM (SELECT DISTINCT order_id FROM new_rows) n
        LEFT JOIN geodata_orderoffer f ON f.order_id = n.order_id AND f.answer IN ('', 'taken')
        GROUP BY n.order_id
    ) x
    WHERE x.order_id = o.id AND (o.teams <> x.teams OR o.users <> x.users);
    RETURN NULL;
END $body$;
REVOKE ALL ON FUNCTION offers_of_an_order FROM PUBLIC;
CREATE OR REPLACE TRIGGER offers_of_an_order_insert AFTER INSERT ON geodata_orderoffer
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION offers_of_an_order();
CREATE OR REPLACE TRIGGER offers_of_an_order_update AFTER UPDATE ON geodata_orderoffer
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION offers_of_an_order();
