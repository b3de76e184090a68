-- Seen and written with its order.
ALTER TABLE geodata_orderoffer ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS web_sees_its_scope ON geodata_orderoffer;
CREATE POLICY web_sees_its_scope ON geodata_orderoffer TO gridmap_web
    USING (coalesce(EXISTS (SELECT FROM geodata_serviceorder o WHERE o.id = order_id), false))
    WITH CHECK (EXISTS (SELECT FROM geodata_serviceorder o WHERE o.id = order_id));
DROP POLICY IF EXISTS owner_sees_all ON geodata_orderoffer;
CREATE POLICY owner_sees_all ON geodata_orderoffer TO CURRENT_USER USING (true);
