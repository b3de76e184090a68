-- Where lists may be taken away with details, and its area lies in one that the reader holds. One of its villages is enough:
-- others may have ended since.
ALTER TABLE geodata_edition ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS web_sees_its_scope ON geodata_edition;
CREATE POLICY web_sees_its_scope ON geodata_edition TO gridmap_web
    USING (coalesce(villages && :export_villages AND EXISTS (
        SELECT FROM unnest(:codes) top WHERE left(area_code, length(top)) = top), false));
DROP POLICY IF EXISTS owner_sees_all ON geodata_edition;
CREATE POLICY owner_sees_all ON geodata_edition TO CURRENT_USER USING (true);
