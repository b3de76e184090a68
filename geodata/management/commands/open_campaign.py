import datetime as dt
import json
import re
import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from geodata.accounts.models import User
from geodata.audit.record import coming_by
from geodata.base.errors import DomainError
from geodata.base.rls import as_web_role
from geodata.campaigns.opening import Asked, Opened, draft_campaign, open_campaign
from geodata.campaigns.words import Reason
from geodata.contacts.rights import scope_in_force
from geodata.posts.models import Post


class Command(BaseCommand):
    """manage.py open_campaign --area CODE --filter JSON --due +24h [--title TEXT] [--reason cold] [--by LOGIN] [--json]"""

    help = "Open a roll-call: everybody in an area whom a filter means is asked for, and is with the contact member of this hour."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--area", required=True, help="code of the area")
        parser.add_argument("--filter", required=True, help='who, such as {"care": "low_income"}')
        parser.add_argument("--due", required=True, help="by when: +24h, +3d, or a moment (ISO 8601)")
        parser.add_argument("--title", default="", help="what it is called; default: its reason")
        parser.add_argument("--reason", default=Reason.COLD.value, choices=Reason.values, help="why")
        parser.add_argument("--by", default="", help="login of the officer; default: the office of the area")
        parser.add_argument("--json", action="store_true", help="answer as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        at, began = timezone.now(), time.perf_counter()
        asked = Asked(
            title=options["title"] or str(Reason(options["reason"]).label),
            reason=options["reason"],
            area=options["area"],
            filter=_tree(options["filter"]),
            due_at=_moment(options["due"], at),
        )
        by = _officer(options["by"], options["area"], on=timezone.localdate(at))
        with as_web_role(), coming_by("command"):
            scope = scope_in_force(by, on=timezone.localdate(at))
            try:
                draft = draft_campaign(asked=asked, by=by, scope=scope, at=at)
                opened = open_campaign(campaign=draft, by=by, scope=scope, at=at)
            except DomainError as error:
                raise CommandError(" ".join(filter(None, [error.message, error.remedy]))) from error
        found = _numbers(opened, time.perf_counter() - began)
        self.stdout.write(
            json.dumps(found) if options["json"] else "\n".join(f"{k}: {v}" for k, v in found.items())
        )


def _numbers(opened: Opened, seconds: float) -> dict[str, Any]:
    return {
        "campaign": str(opened.campaign.key),
        "targets": opened.targets,
        "villages": opened.villages,
        "seconds": round(seconds, 3),
    }


def _tree(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError as error:
        raise CommandError(_("The filter is no JSON.")) from error


def _moment(text: str, at: dt.datetime) -> dt.datetime:
    if ahead := re.fullmatch(r"\+(\d{1,4})([hd])", text):
        return at + dt.timedelta(hours=int(ahead[1]) * (24 if ahead[2] == "d" else 1))
    try:
        found = parse_datetime(text)
    except ValueError:
        found = None
    if found is None:
        raise CommandError(_("This is not a time as ISO 8601 writes it."))
    return found if timezone.is_aware(found) else timezone.make_aware(found)


def _officer(login: str, area: str, *, on: dt.date) -> User:
    """The one of that login, else whoever holds the post of the area itself, or of the county above it."""
    if login:
        found = User.objects.filter(username=login).first()
    else:
        posts = Post.objects.on(on).filter(
            area__code__in=[area, area[:6]], kind__in=[Post.Kind.TOWNSHIP_OFFICER, Post.Kind.COUNTY_OFFICER]
        )
        post = posts.order_by("-area__code", "pk").select_related("user").first()
        found = post.user if post else None
    if found is None:
        raise CommandError(_("No officer of this area is known: give --by."))
    return found
