"""The search for a proposal as a job: half a minute for a county of some size, on a worker's time."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from geodata.base import wording
from geodata.base.scope import Right
from geodata.jobs.context import Work
from geodata.jobs.registry import job
from geodata.territory.models import Area


@job("contacts.propose", title=gettext_lazy("Proposal of contacts"), rights=[Right.LINK])
def propose_contacts(
    work: Work, *, area: str, rules: dict[str, Any] | None = None, from_scratch: bool = False
) -> dict[str, Any]:
    """Stage a proposal for the area; its number is the result."""
    # The solver is loaded only where it is needed: it takes its time and memory.
    from geodata.pairing.proposals import stage

    place = Area.objects.on(work.on).within(work.scope.to(Right.LINK)).get(code=area)
    step = _("Looking for the least travel")
    work.progress(0, 0, step)
    pairing = stage(
        area=place,
        by=work.user,
        on=work.on,
        at=work.at,
        rules=rules,
        from_scratch=from_scratch,
        progress=lambda rounds, _gap: work.progress(rounds, 0, step),
    )
    said = _("%(n)s households would have another contact, or nobody.") % {
        "n": wording.figure(pairing.lines.count())
    }
    return {"says": [said], "proposal": pairing.pk, "page": f"/proposals/{pairing.pk}/"}
