"""The lists that offices open, as page and by the API, beside the SQL that they ask: no more than five times its work.

`python -m bench lists`. The peer runs the statements of the same answer again, by the same role under the same scope, without those
that tell who has come; figures are processor time of this process and of its database connection.
"""

from collections.abc import Callable
from typing import Any

from bench.databases import begin
from bench.timing import Line, one_connection, show, work_beside

COUNTY = "430382"
MOST = 5.0
PAGES = {
    "gaps": f"/gaps/?area={COUNTY}&gap=unvisited",
    "ledger of visits": f"/visits/?area={COUNTY}",
    "needs": f"/needs/?area={COUNTY}",
    "changes of the register": f"/register/?area={COUNTY}",
    "members": f"/members/?area={COUNTY}",
}
ADDRESSES = {
    "households": f"/api/v1/households/?area={COUNTY}",
    "visits": f"/api/v1/visits/?area={COUNTY}",
    "needs": f"/api/v1/needs/?area={COUNTY}",
    "changes of the register": f"/api/v1/register/changes/?area={COUNTY}",
}


def main() -> int:
    from django.test import Client
    from django.utils import timezone

    from bench.look import session_of
    from geodata.accounts.models import ApiToken
    from geodata.posts.models import Post

    one_connection()
    officer = Post.objects.filter(kind="county_officer", area__code=COUNTY)[0].user
    token = ApiToken.issue(user=officer, at=timezone.now())
    program = Client(SERVER_NAME="localhost", headers={"authorization": f"Bearer {token}"})
    browser = Client(SERVER_NAME="localhost")
    browser.cookies["sessionid"] = session_of("county_officer")
    asked = [("page", browser, PAGES), ("API", program, ADDRESSES)]
    lines = [
        measured(f"{kind}: {what}", officer, lambda client=client, path=path: get(client, path))
        for kind, client, paths in asked
        for what, path in paths.items()
    ]
    return 0 if show("Lists", lines, unit="ms of work") else 1


def get(client: Any, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 200, (path, answer.status_code)


def measured(what: str, officer: Any, ask: Callable[[], None]) -> Line:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from geodata.base import periods
    from geodata.base.rls import as_web_role
    from geodata.contacts.rights import scope_in_force

    ask()
    with CaptureQueriesContext(connection) as seen:
        ask()
    own = [each["sql"] for each in seen.captured_queries if of_the_list(each["sql"])]
    with as_web_role():
        scope_in_force(officer, on=periods.today())

        def again() -> None:
            with connection.cursor() as cursor:
                for sql in own:
                    cursor.execute(sql)
                    cursor.fetchall()

        _mine, peer = work_beside(again, again, times=3, rounds=5)
    mine, _peer = work_beside(ask, ask, times=3, rounds=5)
    return Line(what, mine, peer, MOST, f"its {len(own)} statements")


def of_the_list(sql: str) -> bool:
    """And not of who has come, of settings and of transactions."""
    return sql.lstrip().startswith(("SELECT", "WITH")) and not any(
        name in sql for name in ("set_config", "arrive(", "count_request")
    )


if __name__ == "__main__":
    begin()
    raise SystemExit(main())
