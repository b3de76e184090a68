"""The staged areas one by one: new, changed field by field, and those beside them that the file leaves out."""

CREATED = """
    SELECT line, concat_ws(' ', code, name), coalesce(parent_code, '') FROM import_area WHERE area_id IS NULL ORDER BY line
"""
GONE = """
    SELECT NULL, a.code || ' ' || a.name, coalesce(a.parent_code, '') FROM geodata_area a
    WHERE a.period @> %(on)s AND a.parent_code IN (SELECT parent_code FROM import_area)
      AND a.level IN (SELECT level FROM import_area)
      AND NOT EXISTS (SELECT FROM import_area s WHERE s.area_id = a.id)
    ORDER BY a.code
"""
ALTERED = """
    SELECT s.line, a.code || ' ' || a.name, coalesce(s.parent_code, ''), f.field, coalesce(f.was, ''), coalesce(f.becomes, '')
    FROM import_area s
    JOIN geodata_area a ON a.id = s.area_id
    LEFT JOIN geodata_boundary b ON b.id = s.boundary_id
    CROSS JOIN LATERAL (VALUES
        ('name', s.renamed, a.name, s.name), ('kind', s.retyped, a.kind, s.kind),
        ('boundary', s.redrawn, round(ST_Area(b.geometry::geography)) || ' m²',
                                round(ST_Area(s.geometry::geography)) || ' m²')) f (field, differs, was, becomes)
    WHERE f.differs ORDER BY s.line, f.field
"""
