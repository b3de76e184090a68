"""`manage.py forecast`: what is ahead of an area, as figures. Writes nothing."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from geodata.base import periods
from geodata.base.errors import DomainError
from geodata.coverage.ahead.compared import VISITS_A_DAY
from geodata.coverage.ahead.forecast import Forecast, forecast
from geodata.jobs.daily import everything
from geodata.territory.models import Area


class Command(BaseCommand):
    # They import every page and map.
    requires_system_checks = []
    help = (
        "What falls due in an area, what pace of visits it takes, and which grids cannot. Nothing is written."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--area", required=True, help="code of the grid, village, township, county or city"
        )
        parser.add_argument(
            "--days", type=int, default=30, help="days ahead by which nobody is to be owed a visit"
        )
        parser.add_argument(
            "--visits-a-day", type=float, default=VISITS_A_DAY, help="what a member is taken to manage"
        )
        parser.add_argument("--json", action="store_true", help="figures as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        on = periods.today()
        area = Area.objects.on(on).filter(code=options["area"]).first()
        if area is None:
            raise CommandError(_("There is no area %(code)s.") % {"code": options["area"]})
        try:
            ahead = forecast(
                area=area,
                by=area.level,
                days=options["days"],
                on=on,
                scope=everything(),
                visits_a_day=options["visits_a_day"],
            )
        except DomainError as error:
            raise CommandError(error.message) from error
        result = _figures(ahead)
        if options["json"]:
            self.stdout.write(json.dumps(result))
            return
        for name, value in result.items():
            self.stdout.write(f"{name:12} {value}")


def _figures(ahead: Forecast) -> dict[str, Any]:
    return {
        "area": ahead.total.code,
        "on": ahead.on.isoformat(),
        "days": ahead.days,
        "due": {str(days): count for days, count in ahead.total.due.items()},
        "pace_needed": ahead.total.pace_needed,
        "pace_now": ahead.total.pace_now,
        "cannot": ahead.cannot,
    }
