"""Departments: opened, renamed, ended, and said of officers of before."""

from typing import Any

from geodata.base.periods import today
from geodata.posts.models import Post
from geodata.territory.models import Area
from tests import village as v
from tests.agreement.asking import Ask, Door, Outcome, Verb

NAMED = "dmmrrrrrdmmmrrrrr"
"""By the county's office and administrators; whoever fills posts elsewhere does not see it."""
OF_TOWNSHIP = "drmrrrrrdmmmrrrrr"
"""The township sees its own departments, which are the county's to name."""


def told(area: str) -> dict[str, Any]:
    return {"area": area, "code": "forestry", "name": "例林业局", "name_en": ""}


def open_page(ask: Ask, area: str = "430382") -> Outcome:
    return ask.page("/departments/", told(area) | {"day": today().isoformat()})


def open_api(ask: Ask, area: str = "430382") -> Outcome:
    return ask.api("POST", "departments/", told(area) | {"since": today()})


def open_page_in_township(ask: Ask) -> Outcome:
    return open_page(ask, "430382100")


def open_api_in_township(ask: Ask) -> Outcome:
    return open_api(ask, "430382100")


def a_department(_ask: Ask) -> Any:
    return v.department(Area.objects.get(code="430382"), "water").pk


def rename_page(ask: Ask) -> Outcome:
    return ask.page(f"/departments/{ask.thing}/", {"name": "例水务局", "name_en": ""})


def rename_api(ask: Ask) -> Outcome:
    return ask.api("POST", f"departments/{ask.thing}/rename/", {"name": "例水务局"})


def end_page(ask: Ask) -> Outcome:
    return ask.page(f"/departments/{ask.thing}/", {"day": today().isoformat()})


def end_api(ask: Ask) -> Outcome:
    return ask.api("POST", f"departments/{ask.thing}/end/", {"on": today()})


def an_officer(_ask: Ask) -> Any:
    county = Area.objects.get(code="430382")
    return {
        "post": Post.objects.get(user=v.officer_of_before(county)).pk,
        "department": v.department(county, "water").pk,
    }


def say_page(ask: Ask) -> Outcome:
    return ask.page("/departments/officers/", ask.thing)


def say_api(ask: Ask) -> Outcome:
    return ask.api("POST", "departments/officers/", ask.thing)


def doors(page: Any, api: Any) -> list[Door]:
    return [Door("page", page), Door("api", api)]


VERBS = [
    Verb("open a department", doors(open_page, open_api), outcomes=NAMED),
    Verb(
        "open a department of a township",
        doors(open_page_in_township, open_api_in_township),
        outcomes=OF_TOWNSHIP,
    ),
    Verb("rename a department", doors(rename_page, rename_api), a_department, NAMED),
    Verb("end a department", doors(end_page, end_api), a_department, NAMED),
    Verb("say an officer's department", doors(say_page, say_api), an_officer, NAMED),
]
