"""Proposals for a county beside two peers, rebalancing beside a fresh split, and checks of edits.

`python -m bench.partition` prints the table for the database of DATABASE_URL, which holds the demo county.
"""

from typing import Any

from bench.databases import begin


def run() -> list[dict[str, Any]]:
    """The figures, one row each: `what`, `ours`, the peers, `bound` and `verdict`."""
    begin()
    from bench.proposals import measure

    return measure()


def show(rows: list[dict[str, Any]]) -> bool:
    """Print the table; False when a figure misses its bound."""
    print(f"\n{'Proposals':62} {'ours':>10} {'splitline':>10} {'fmtm':>10}  bound")
    for each in rows:
        cells = " ".join(f"{_text(each.get(name)):>10}" for name in ("ours", "splitline", "fmtm"))
        print(f"{each['what']:62} {cells}  {each['bound']} {each['verdict']}")
    return all(each["verdict"] != "MISSED" for each in rows)


def _text(value: Any) -> str:
    return "" if value is None else f"{value:.3f}" if isinstance(value, float) else str(value)


if __name__ == "__main__":
    raise SystemExit(0 if show(run()) else 1)
