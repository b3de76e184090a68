"""The staged households one by one: new, changed field by field, and those of their villages that the file leaves out."""

CREATED = """
    SELECT s.line, concat_ws(' ', s.number, s.head_name), v.name
    FROM import_household s JOIN geodata_area v ON v.id = s.village_id WHERE s.fresh ORDER BY s.line
"""
# Households that nobody looks for any more are not missed. An outer join, for which PostgreSQL reads the file's rows
# once whatever it believes of the register: for NOT EXISTS it once read a million of them for every household.
GONE = """
    SELECT NULL, concat_ws(' ', h.number, h.head_name), v.name
    FROM geodata_household h
    JOIN geodata_area v ON v.id = h.village_id
    LEFT JOIN import_household s ON s.household_id = h.id
    WHERE h.village_id = ANY (ARRAY(SELECT DISTINCT village_id FROM import_household)) AND s.line IS NULL
      AND NOT has_left(h.occupancy)
    ORDER BY v.code, h.number
"""
ALTERED = """
    SELECT s.line, concat_ws(' ', h.number, h.head_name), v.name, f.field, coalesce(f.was, ''), coalesce(f.becomes, '')
    FROM import_household s
    JOIN geodata_household h ON h.id = s.household_id
    JOIN geodata_area v ON v.id = s.village_id
    LEFT JOIN geodata_area g ON g.id = h.grid_id
    LEFT JOIN geodata_area n ON n.id = s.grid_id
    CROSS JOIN LATERAL (VALUES
        ('head_name', h.head_name, s.head_name), ('group', h."group", s."group"), ('address', h.address, s.address),
        ('building', h.building, s.building), ('entrance', h.entrance, s.entrance), ('door', h.door, s.door),
        ('phone', array_to_string(h.phones, ', '), array_to_string(s.phones, ', ')),
        ('family_size', h.size::text, s.size::text), ('occupancy', h.occupancy, s.occupancy),
        ('point', round(ST_X(h.point)::numeric, 6) || ' ' || round(ST_Y(h.point)::numeric, 6),
                  round(ST_X(s.point)::numeric, 6) || ' ' || round(ST_Y(s.point)::numeric, 6)),
        ('grid', g.name, n.name)) f (field, was, becomes)
    WHERE NOT s.fresh AND f.field = ANY (s.changes) ORDER BY s.line, f.field
"""
