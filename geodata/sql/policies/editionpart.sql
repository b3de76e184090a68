-- With its edition, whose own policy is asked.
ALTER TABLE geodata_editionpart ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS web_sees_its_scope ON geodata_editionpart;
CREATE POLICY web_sees_its_scope ON geodata_editionpart TO gridmap_web
    USING (coalesce(EXISTS (SELECT FROM geodata_edition e WHERE e.id = edition_id), false));
DROP POLICY IF EXISTS owner_sees_all ON geodata_editionpart;
CREATE POLICY owner_sees_all ON geodata_editionpart TO CURRENT_USER USING (true);
