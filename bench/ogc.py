"""10,000 features by OGC API Features, beside the same rows as PostGIS writes them and nothing else."""

import datetime as dt
import re

from django.test import Client

from bench.databases import begin
from bench.timing import Line, one_connection, show, work_beside

MOST = 10_000
AT_MOST = 1.2


def main() -> int:
    begin()
    one_connection()
    from bench.questions import COUNTY, RAW_POINTS, raw
    from geodata.accounts.models import ApiToken
    from geodata.base import periods
    from geodata.contacts.rights import scope_of
    from geodata.coverage.states import select
    from geodata.posts.models import Post
    from geodata.territory.models import Area

    on = periods.today()
    officer = Post.objects.filter(kind="county_officer", area__code=COUNTY)[0].user
    area = Area.objects.on(on).get(code=COUNTY)
    values = {"villages": list(select(scope=scope_of(officer, on=on), area=area, on=on).villages)}
    token = ApiToken.issue(user=officer, at=dt.datetime.now(dt.UTC))
    client = Client(SERVER_NAME="localhost", headers={"authorization": f"Bearer {token}"})
    least = RAW_POINTS.replace("LIMIT 22000", f"LIMIT {MOST}")

    def get(path: str) -> bytes:
        answer = client.get(f"/ogc/collections/{path}")
        assert answer.status_code == 200, answer.content[:300]
        return answer.content

    def all_of() -> None:
        told = get(f"households/items?limit={MOST}")
        assert int(re.search(rb'"numberReturned":\s*(\d+)', told)[1]) == MOST  # type: ignore[index]

    def bare() -> object:
        return ",".join(row[0] for row in raw(least, values)).encode()

    lines = []
    ours, peer = work_beside(all_of, bare, times=2)
    lines.append(Line(f"{MOST:,} households", ours, peer, AT_MOST, "ST_AsGeoJSON of the same rows, sent raw"))
    asked = f"households/items?limit={MOST}&filter=size >= 1 AND number LIKE '0%'"
    ours, peer = work_beside(lambda: get(asked), bare, times=2)
    lines.append(Line(f"{MOST:,} households through a filter", ours, peer, peer_name="the same without one"))
    lines += [
        Line(
            f"{name}, all of the county",
            *work_beside(lambda name=name: get(f"{name}/items"), bare, times=2, rounds=3),
        )
        for name in ("areas", "coverage_grids", "gaps", "needs_by_grid")
    ]
    return 0 if show("OGC API Features", lines) else 1


if __name__ == "__main__":
    raise SystemExit(main())
