"""The report of a roll-call as a spreadsheet: a line for each grid, with why nobody was reached there."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from geodata.base import wording
from geodata.base.extracts import Column, Kind
from geodata.base.wording import figure
from geodata.campaigns.reporting import Place, Report
from geodata.campaigns.words import Why

PLACE = (
    Column(_("Village"), 16, _("The village of the grid.")),
    Column(_("Area code"), 17, _("Digits of the national statistical code, as text.")),
    Column(_("Grid"), 16, _("The grid in which the households lay when they were asked for.")),
)
NUMBERS = {
    "targets": Column(
        pgettext_lazy("roll-call", "Asked for"), 10, _("Households that were asked for by then."), Kind.WHOLE
    ),
    "reached": Column(
        pgettext_lazy("roll-call", "Reached"), 10, _("By the result that was made last until then."), Kind.WHOLE
    ),
    "unreached": Column(
        pgettext_lazy("roll-call", "Not reached"), 10, _("Households asked for less those reached."), Kind.WHOLE
    ),
    "special": Column(
        pgettext_lazy("roll-call", "Special households"), 10, _("Of those asked for."), Kind.WHOLE
    ),
    "special_unreached": Column(
        pgettext_lazy("roll-call", "Special and not reached"), 12, _("Of those not reached."), Kind.WHOLE
    ),
    "needs": Column(
        pgettext_lazy("roll-call", "Need help"), 10, _("Of those reached: each has a need."), Kind.WHOLE
    ),
}  # fmt: skip


@dataclass(frozen=True)
class CampaignReport:
    """The last line is of all of them."""

    report: Report
    by: str
    at: dt.datetime

    @property
    def title(self) -> str:
        drill = pgettext("campaign", "drill") if self.report.campaign.drill else ""
        return " · ".join(filter(None, [gettext("Report of a roll-call"), self.report.campaign.title, drill]))

    @property
    def as_of(self) -> str:
        return gettext("As of %(at)s") % {"at": wording.moment(timezone.localtime(self.report.at))}

    @property
    def columns(self) -> tuple[Column, ...]:
        why = (
            Column(capfirst(str(each.label)), 10, gettext("Of those not reached: why, as far as the register tells."), Kind.WHOLE)
            for each in Why
        )  # fmt: skip
        return (*PLACE, *NUMBERS.values(), *why)

    def rows(self) -> Iterator[list[str]]:
        for place in self.report.grids:
            outside = gettext("Outside every grid")
            yield [place.above, place.code, place.name if place.code else outside, *_numbers(place)]
        # Without a code: whoever sums what stands above does not count it twice.
        yield [gettext("Total"), "", "", *_numbers(self.report.whole)]

    def definitions(self) -> list[tuple[str, str]]:
        campaign = self.report.campaign
        return [
            (gettext("Area"), f"{campaign.area.name} {campaign.area.code}"),
            (gettext("State"), str(campaign.get_state_display())),
            (gettext("As of"), self.as_of),
            (gettext("Came in late"), str(figure(self.report.late))),
            (
                gettext("Late results"),
                gettext(
                    "A result that comes in later changes the figures of the minute at which it was made."
                ),
            ),
            (gettext("Prepared by"), self.by),
            (gettext("Prepared at"), f"{self.at:%Y-%m-%d %H:%M}"),
        ]


def _numbers(place: Place) -> list[str]:
    return [
        *(str(getattr(place.standing, name)) for name in NUMBERS),
        *(str(place.why[each]) for each in Why),
    ]
