"""The senders of `bench.drills.cadres`: a process of their own that knows nothing of the service but its addresses."""

import http.client
import json
import random
import sys
import threading
import time
import uuid
from dataclasses import dataclass
from typing import Any

EVERY, SEED = 6.0, 1
SHARES = {"today": 30, "household": 30, "record": 20, "list": 15, "map": 5}
"""Of a hundred requests."""
LISTS = ("/gaps/", "/visits/")
MAP = "/api/v1/households/?limit=500"


@dataclass(frozen=True)
class Asked:
    """What, for how many seconds from when it was due, the status or the error, and the id of a visit."""

    kind: str
    seconds: float
    status: str
    visit: str = ""

    @property
    def well(self) -> bool:
        return self.status in ("200", "201")


def kind_of(chance: random.Random) -> str:
    return chance.choices(list(SHARES), list(SHARES.values()))[0]


def send(port: int, people: list[dict[str, Any]], seconds: int) -> list[Asked]:
    """Each in a thread of its own, one after the other in turn over the first six seconds."""
    asked: list[Asked] = []
    begun = time.monotonic() + 1

    def cadre(number: int, person: dict[str, Any]) -> None:
        chance = random.Random(SEED + number)
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        due = begun + number * EVERY / len(people)
        while due < begun + seconds:
            time.sleep(max(0.0, due - time.monotonic()))
            asked.append(one(connection, person, kind_of(chance), chance, due))
            due += EVERY

    threads = [threading.Thread(target=cadre, args=pair) for pair in enumerate(people)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return asked


def one(
    connection: http.client.HTTPConnection,
    person: dict[str, Any],
    kind: str,
    chance: random.Random,
    due: float,
) -> Asked:
    method, path, headers, body, visit = request(person, kind, chance)
    try:
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        answer.read()
        status = str(answer.status)
    except (OSError, http.client.HTTPException) as error:
        connection.close()
        status = type(error).__name__
    return Asked(kind, time.monotonic() - due, status, visit)


def request(
    person: dict[str, Any], kind: str, chance: random.Random
) -> tuple[str, str, dict[str, str], str | None, str]:
    """Method, path, headers, body, and the id of the visit in it."""
    home, cookie = chance.choice(person["homes"]), {"Cookie": person["cookie"]}
    match kind:
        case "today":
            return "GET", "/today/", cookie, None, ""
        case "household":
            return "GET", f"/households/{home}/", cookie, None, ""
        case "list":
            return "GET", chance.choice(LISTS), cookie, None, ""
        case "map":
            return "GET", MAP, cookie | {"Accept": "application/geo+json"}, None, ""
    visit, day = str(uuid.uuid4()), time.strftime("%Y-%m-%d", time.gmtime(time.time() + 8 * 3600))
    headers = {"Authorization": f"Bearer {person['token']}", "Content-Type": "application/json"}
    body = json.dumps({"client_id": visit, "day": day})
    return "POST", f"/api/v1/households/{home}/visits/", headers, body, visit


if __name__ == "__main__":
    wanted = json.load(sys.stdin)
    print(json.dumps([vars(each) for each in send(**wanted)]))
