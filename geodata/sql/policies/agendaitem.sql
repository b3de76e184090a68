-- With its meeting.
ALTER TABLE geodata_agendaitem ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS web_sees_its_scope ON geodata_agendaitem;
CREATE POLICY web_sees_its_scope ON geodata_agendaitem TO gridmap_web
    USING (coalesce(EXISTS (SELECT FROM geodata_meeting m WHERE m.id = meeting_id), false))
    WITH CHECK (coalesce(EXISTS (SELECT FROM geodata_meeting m WHERE m.id = meeting_id), false));
DROP POLICY IF EXISTS owner_sees_all ON geodata_agendaitem;
CREATE POLICY owner_sees_all ON geodata_agendaitem TO CURRENT_USER USING (true);
