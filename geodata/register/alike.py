"""The figure of households that may be one, for the manifest: no tables are needed to read it."""

from geodata.base.figures import holds, midnight, within

POSSIBLE = f"""household_id IN (
    SELECT unnest(ARRAY[p.household_id, p.other_id]) FROM geodata_possibleduplicate p
    JOIN geodata_occupancyperiod a ON a.household_id = p.household_id
        AND {holds("a.period")} AND NOT has_left(a.occupancy)
    JOIN geodata_occupancyperiod b ON b.household_id = p.other_id
        AND {holds("b.period")} AND NOT has_left(b.occupancy)
    WHERE {within("p.village_id")} AND NOT coalesce((
        SELECT t.apart FROM geodata_toldapart t
        WHERE t.household_id = p.household_id AND t.other_id = p.other_id AND t.at < {midnight("%(on)s::date + 1")}
        ORDER BY t.id DESC LIMIT 1), false))"""  # noqa: S608
"""The condition of the figure: both were here on that day, and nobody had told them apart by then."""
