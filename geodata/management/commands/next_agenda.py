import datetime as dt
import json
from argparse import ArgumentParser
from types import SimpleNamespace
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from geodata.base import periods, rls
from geodata.meetings.finding import scope_of_office
from geodata.meetings.gathering import Agenda, agenda_of, as_dict
from geodata.meetings.rules import rhythm_of
from geodata.meetings.words import Level
from geodata.territory.models import Area

NOBODY = SimpleNamespace(pk=0)


class Command(BaseCommand):
    """manage.py next_agenda --area CODE [--on DAY] [--json]"""

    help = "Tell what is on the agenda of an area: as its office finds it, and without writing anything."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--area", required=True, help="code of a village, a township or a county")
        parser.add_argument(
            "--on", default="", help="day (YYYY-MM-DD); default: the next meeting by rule, or today"
        )
        parser.add_argument("--json", action="store_true", help="answer as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        with rls.as_web_role():
            agenda = _agenda(options["area"], options["on"])
        if options["json"]:
            self.stdout.write(json.dumps(as_dict(agenda), ensure_ascii=False))
            return
        if agenda.is_empty:
            self.stdout.write(_("Nothing is due."))
        for section in agenda.sections:
            self.stdout.write(f"{section.source.label}: {section.n}")


def _agenda(code: str, day: str) -> Agenda:
    area = Area.objects.on(periods.today()).filter(code=code, level__in=Level.values).first()
    if area is None:
        raise CommandError(_("There is no village, township or county of this code."))
    on = _day(day) if day else _next(area)
    scope = scope_of_office(area, on=periods.today())
    rls.show(scope)
    now = timezone.now()
    at = now if on <= periods.today() else now + (on - periods.today())
    return agenda_of(area, on=on, at=at, scope=scope, by=NOBODY)


def _next(area: Area) -> dt.date:
    rhythm = rhythm_of(area, on=periods.today())
    return rhythm.next(periods.today()) if rhythm else periods.today()


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise CommandError(_("This is not a day as ISO 8601 writes it.")) from error
