"""What columns of roll-calls say in words, for the extract of a household."""

from typing import Any

from django.utils.translation import gettext as _

from geodata.base.filters.tree import asked, read
from geodata.base.wording import listed


def why(target: Any) -> str:
    """Which parts of the filter hold, or that somebody has added it."""
    leaves = list(asked(read(target.campaign.filter, known=True)))
    parts = [leaves[n].leaf.words(leaves[n].said) for n in target.why if n < len(leaves)]
    return listed(parts) if parts else _("added by hand")


def answers(result: Any) -> str:
    labels = {one["code"]: one["label"] for one in result.campaign.checklist}
    told = [
        _("%(what)s: %(answer)s") % {"what": labels.get(code, code), "answer": _("yes") if said else _("no")}
        for code, said in result.answers.items()
    ]
    return listed(told)
