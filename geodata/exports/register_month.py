"""What a month did to the register, as a file."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from geodata.base import wording
from geodata.base.extracts import Column, Kind
from geodata.register.month import NUMBERS, Line, Report

PLACE = (
    Column(_("Area code"), 15, _("Digits of the national statistical code, as text.")),
    Column(_("Area"), 18, _("The area that the line is about.")),
)
DIFFERENCE = Column(_("Difference"), 10, _("Households after less households before."), Kind.WHOLE)


@dataclass(frozen=True)
class MonthReport:
    """A line for each area, and the last one for all of them."""

    report: Report
    by: str
    at: dt.datetime

    @property
    def title(self) -> str:
        return f"{gettext('Register of the month')} · {self.report.total.area.name} · {self.report.month}"

    @property
    def as_of(self) -> str:
        month = self.report.month
        return gettext("From %(first)s to %(last)s") % {
            "first": wording.day(month.first),
            "last": wording.day(month.last),
        }

    @property
    def columns(self) -> tuple[Column, ...]:
        numbers = (
            Column(capfirst(str(label)), 10, capfirst(str(label)), Kind.WHOLE) for label in NUMBERS.values()
        )
        return (*PLACE, *numbers, DIFFERENCE)

    def rows(self) -> Iterator[list[str]]:
        for line in self.report.lines:
            yield [line.area.code, line.area.name, *_numbers(line)]
        # Without a code: whoever sums what stands above does not count it twice.
        yield ["", gettext("Total"), *_numbers(self.report.total)]

    def definitions(self) -> list[tuple[str, str]]:
        return [
            (gettext("Area"), f"{self.report.total.area.name} {self.report.total.area.code}"),
            (gettext("Period"), self.as_of),
            (
                gettext("Balance"),
                gettext(
                    "Households before, with those that came, without those that went, are households after."
                ),
            ),
            (gettext("came otherwise"), gettext("By no change of the register, such as an import.")),
            (gettext("Prepared by"), self.by),
            (gettext("Prepared at"), f"{self.at:%Y-%m-%d %H:%M}"),
        ]


def _numbers(line: Line) -> list[str]:
    return [*(str(line.numbers[name]) for name in NUMBERS), str(line.difference)]
