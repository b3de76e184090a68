"""What a drawing or a proposal would change in what is ahead, as JSON."""

from typing import Any

from geodata.coverage.ahead.compared import Compared


def compared_ahead(compared: Compared | None) -> dict[str, Any] | None:
    """Which grids cannot reach everyone before and after, and what falls due in each of them then."""
    if compared is None:
        return None
    return {
        "days": compared.days,
        "cannot_before": [grid.code for grid in compared.cannot_before],
        "cannot_after": [grid.code for grid in compared.cannot_after],
        "grids": [
            {
                "code": grid.code,
                "households": grid.households,
                "due": {str(days): count for days, count in grid.due.items()},
                "pace_needed": round(grid.pace_needed, 2),
                "possible": round(grid.possible, 2),
            }
            for grid in compared.after
        ],
    }
