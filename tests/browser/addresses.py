"""Every named address of gridmap/urls.py: who opens it, and the thing of the world that stands in it.

A name that is not here makes tests/browser/test_every_address.py fail.
"""

import io
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.test import Client
from django.urls import URLPattern, get_resolver, reverse
from django.utils import timezone

from geodata.accounts.links import new_link
from geodata.accounts.models import User
from geodata.contacts.carding import print_cards
from geodata.contacts.duties import scope_of
from geodata.contacts.linking import set_contact
from geodata.contacts.proposing import stage
from geodata.contacts.steps import LinkStep
from geodata.jobs.files import store
from geodata.jobs.models import Job
from geodata.periods import today
from geodata.redrawing.drafting import create_plan
from geodata.territory.scope import Right
from tests import village as v
from tests.pages.conftest import Reader, reader
from tests.pages.signing import PASSWORD, code, real, with_second_step
from tests.pages.test_imports import checked

OFFICE: dict[str, dict[str, str]] = {
    "plan_households": {"number": "plan"},
    "livez": {}, "readyz": {}, "healthz": {}, "home": {}, "read_notices": {}, "language": {}, "account_logout": {},
    "account_reauthenticate": {}, "mine": {}, "mfa_index": {}, "socialaccount_connections": {},
    "account_change_password": {}, "end_session": {}, "end_tokens": {}, "disconnect_identity": {},
    "socialaccount_login_error": {}, "coverage": {}, "gaps": {}, "export_xlsx": {}, "export_csv": {}, "export_geojson": {},
    "export_gpkg": {}, "exports": {},
    "export_file": {"code": "west", "extract": "extract", "form": "form"},
    "household": {"token": "home"}, "record_visit": {"token": "home"}, "contact": {"token": "home"},
    "end_contact": {"token": "home"}, "history": {"code": "west"}, "jobs": {}, "job": {"job": "job"},
    "cancel_job": {"job": "job"}, "file": {"file": "file"}, "workbench": {}, "assign": {},
    "undo_step": {"number": "step"}, "approve_step": {"number": "step"}, "members": {},
    "member": {"number": "member"}, "hand_over": {"number": "member"}, "ledger": {}, "ledger_xlsx": {},
    "ledger_csv": {}, "rules": {}, "end_rule": {}, "inbox": {}, "decide_held": {"held": "job"}, "kept": {}, "today_left": {}, "sheet": {}, "sheet_find": {}, "visit": {"visit": "visit"},
    "correct_visit": {"visit": "visit"}, "void_visit": {"visit": "visit"}, "undo_visit": {"visit": "visit"},
    "proposals": {}, "proposal": {"number": "proposal"}, "decide_proposal": {"number": "proposal"}, "roster": {},
    "roster_pdf": {"code": "west"}, "cards": {}, "print_cards": {}, "hand_out_cards": {},
    "cards_pdf": {"code": "west"}, "hand_card": {"token": "home"}, "scanned": {"card": "card"}, "imports": {},
    "import_upload": {}, "posts": {}, "appoint": {}, "post": {"number": "post"},
    "accounts": {}, "account": {"number": "account"}, "link_for": {"number": "account"},
    "close_account": {"number": "account"}, "reopen_account": {"number": "account"},
    **{
        f"import{step}": {"number": "import"}
        for step in (
            "", "_columns", "_place", "_answers", "_apply", "_undo", "_abandon", "_mending",
            "_new", "_changed", "_gone", "_problems", "_left_out", "_remarks",
        )
    },
}  # fmt: skip
ADDRESSES: dict[str, dict[str, dict[str, str]]] = {
    "office": OFFICE,
    "contact": {"today": {}, "today_ready": {}},
    "planner": {
        "plans": {}, "new_plan": {}, "compare_plans": {}, "plan": {"number": "plan"},
        "draw_plan": {"number": "plan"},
    },
    "auditor": {"records": {}, "records_export": {}},
    "administrator": {"menu_of": {"number": "account"}},
    "guarded": {
        "mfa_reauthenticate": {}, "mfa_deactivate_totp": {}, "mfa_view_recovery_codes": {},
        "mfa_generate_recovery_codes": {},
    },
    "newcomer": {"mfa_activate_totp": {}},
    "halfway": {"mfa_authenticate": {}},
    "nobody": {
        "account_login": {}, "socialaccount_login_cancelled": {},
        "openid_connect_login": {"provider_id": "provider"},
        "openid_connect_callback": {"provider_id": "provider"},
        "use_link": {"account": "link_account", "token": "link_token"}, "today_shell": {}, "today_worker": {},
    },
}  # fmt: skip
"""By who opens it: its name, and for each part of it the thing of the world."""
QUERIES = {
    "compare_plans": "?plan={plan}",
    "appoint": "?area={grid}&kind=small_leader",
    "workbench": "?area={west}",
    "members": "?area={west}",
    "roster": "?area={west}",
    "cards": "?area={west}",
    "sheet_find": "?q=01",
    "new_plan": "?village={west}",
}
LEAD_ON = {"scanned", "use_link", "openid_connect_callback"}
"""They answer with another page, which is looked at in its stead."""
LEAD_BACK = {"language", "account_logout", "kept"}
"""They are sent to, and lead back to where somebody came from."""


@dataclass(frozen=True)
class World:
    """What there is to be seen, and a session for each who sees it."""

    things: dict[str, Any]
    sessions: dict[str, Client]

    def address(self, name: str, parts: dict[str, str]) -> str:
        path = reverse(name, kwargs={part: self.things[thing] for part, thing in parts.items()})
        return path + QUERIES.get(name, "").format(**self.things)


def names() -> set[str]:
    """All names in gridmap/urls.py."""
    return {str(one.name) for one in get_resolver().url_patterns if isinstance(one, URLPattern)}


def listed() -> list[str]:
    return [name for named in ADDRESSES.values() for name in named]


def world(county: v.County, officer: User) -> World:
    """One of everything, in the small county."""
    now, on, home, office = timezone.now(), today(), county.homes[0], reader(officer)
    contact = home.links.get().member
    planner = reader(v.officer("planner", county.county, name="planner"))
    assert planner.user
    leader = v.officer("small_leader", county.grids[0], name="leader")
    set_contact(household=county.homes[1], member=v.member(county.west), by=officer, on=on)
    needs = scope_of(officer, on=on).within_area(county.west.code, [Right.EXPORT])
    job = Job.objects.create(
        kind="x", by=officer, created=now, about="例", state="done", finished=now, needs=needs
    )
    file = store(
        owner=officer, name="例.csv", content_type="text/csv", file=io.BytesIO(b"x"), at=now, job=job,
        role="output",
    )  # fmt: skip
    link_account, link_token = new_link(v.user())
    things = {
        "west": county.west.code, "grid": county.grids[1].code, "extract": "contacts", "form": "xlsx",
        "home": home.token, "job": job.pk, "file": file.pk, "step": LinkStep.objects.latest("pk").pk,
        "member": contact.pk, "visit": v.visit(home, on, by=officer, note="例：屋顶漏雨").client_id,
        "proposal": stage(area=county.west, by=officer, on=on, at=now).pk,
        "card": print_cards(households=[home.pk], by=officer, on=on)[0].token,
        "import": checked(office, f"{county.west.code},007,例甲,112.505,27.905,,10500000001").pk,
        "post": leader.duties.get().pk, "account": leader.pk, "provider": "office",
        "plan": create_plan(
            name="例方案", villages=[county.west], by=planner.user, at=now, today=on, reason="例"
        ).pk,
        "link_account": link_account, "link_token": link_token,
    }  # fmt: skip
    others: dict[str, Callable[[], Reader]] = {
        "office": lambda: office,
        "contact": lambda: reader(contact.user),
        "planner": lambda: planner,
        "auditor": lambda: reader(v.officer("auditor", None)),
        "administrator": lambda: reader(v.officer("administrator", None)),
        "guarded": lambda: with_code(real("village_officer", county.west, name="guarded")),
        "newcomer": lambda: with_password(real("village_officer", county.west, name="newcomer")),
        "halfway": lambda: halfway(real("village_officer", county.east, name="halfway")),
        "nobody": lambda: reader(None),
    }
    return World(things, {who: made().client for who, made in others.items()})


def with_password(who: User) -> Reader:
    opened = reader(None)
    opened.post("/login/", {"login": who.username, "password": PASSWORD})
    return opened


def halfway(who: User) -> Reader:
    """The code of the second step is still asked for."""
    with_second_step(who)
    return with_password(who)


def with_code(who: User) -> Reader:
    secret = with_second_step(who)
    opened = with_password(who)
    opened.post("/login/code/", {"code": code(secret)})
    return opened
