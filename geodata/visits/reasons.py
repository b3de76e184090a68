"""Why a household has its visit status, in a sentence."""

import datetime as dt

from django.utils.translation import gettext as _

from geodata.visits.rhythm import Status, next_visit_by


def why(*, status: str, on: dt.date, last_met: dt.date | None, interval: int, occupancy: str) -> str:
    """`occupancy` is the translated word for how the household is lived in."""
    if status == Status.EXEMPT:
        return _("Nobody to visit: %(occupancy)s.") % {"occupancy": occupancy}
    if last_met is None:
        return _("Nobody was met here yet. A visit is due every %(interval)d days.") % {"interval": interval}
    wanted = next_visit_by(last_met=last_met, interval=interval) or on
    facts = {
        "last": last_met.isoformat(),
        "days": (on - last_met).days,
        "interval": interval,
        "wanted": wanted.isoformat(),
        "late": (on - wanted).days,
    }
    if wanted < on:
        return (
            _(
                "Last met on %(last)s, %(days)d days ago. A visit was due every %(interval)d days,"
                " by %(wanted)s: %(late)d days late."
            )
            % facts
        )
    return (
        _(
            "Last met on %(last)s, %(days)d days ago. The next visit is due by %(wanted)s, within %(interval)d days."
        )
        % facts
    )
