"""Which village a roster means: by code, or by a name that only one village there bears (names are never a key)."""

import datetime as dt
import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from geodata.base import texts
from geodata.base.errors import BadInput
from geodata.base.wording import listed
from geodata.territory.models import Area

_OFFICE = re.compile(r"(村民委员会|居民委员会|村委会|居委会|委员会)$")
_KIND = re.compile(r"(村|社区|镇|乡|街道|街道办事处)$")


@dataclass(frozen=True, slots=True)
class Village:
    pk: int
    code: str
    name: str
    township: str
    county: str


@dataclass
class Villages:
    """The villages of a day, found by code or by any form of their name."""

    by_code: dict[str, Village]
    by_name: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    """Form of a name → codes."""

    @classmethod
    def on(cls, day: dt.date) -> "Villages":
        rows = (
            Area.objects.on(day)
            .level(Area.Level.VILLAGE)
            .values_list("pk", "code", "name", "parent__name", "parent__parent__name")
        )
        found = cls({row[1]: Village(*row) for row in rows})
        for village in found.by_code.values():
            for form in _forms(village):
                found.by_name[form].add(village.code)
        return found

    def named(self, name: str, township: str = "", county: str = "") -> list[Village]:
        """Villages that bear the name; a township and county narrow it. Exact forms go before bare ones."""
        for form in (_full(name), _bare(name)):
            found = [self.by_code[code] for code in sorted(self.by_name.get(form, ()))]
            narrowed = [
                village
                for village in found
                if _agrees(village.township, township) and _agrees(village.county, county)
            ]
            if narrowed:
                return narrowed
        return []

    def code_in(self, text: str | None, digits: int) -> str | None:
        """The code of a village that a longer code of so many digits begins with."""
        if text is None or len(text) != digits or not text.isdecimal():
            return None
        return text[:12] if digits == 15 or text[:12] in self.by_code else None

    def choose(self, code: str, name: str, township: str, county: str, *, only: str) -> Village | None:
        """The village of a row, or None when it names none. BadInput: unknown, ambiguous, or not `only`."""
        if code and code not in self.by_code:
            raise BadInput(
                _("There is no village with this code."),
                remedy=_("Correct the code, or import the villages first (import_areas)."),
            )
        matches = [self.by_code[code]] if code else self.named(name, township, county) if name else []
        if only and matches and only not in {village.code for village in matches}:
            raise BadInput(
                _("The row belongs to a village other than the one specified."),
                remedy=_("Correct it, or leave out --village."),
            )
        if only or len(matches) == 1:
            return self.by_code[only] if only else matches[0]
        if matches:
            codes = listed(village.code for village in matches)
            raise BadInput(
                _("Several villages have this name."),
                remedy=_("Add a column with the village code: %(codes)s") % {"codes": codes},
            )
        if name:
            raise BadInput(
                _("No village has this name."),
                remedy=_("Correct the name, or add a column with the village code."),
            )
        return None


def _forms(village: Village) -> set[str]:
    """The name with and without what stands before and behind it on paper."""
    full, bare = _full(village.name), _bare(village.name)
    before = ("", village.township, village.county + village.township)
    return {f"{start}{form}" for start in before for form in (full, bare) if form}


def _full(name: str) -> str:
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", texts.name(name)))
    return _OFFICE.sub("", plain)


def _bare(name: str) -> str:
    full = _full(name)
    return _KIND.sub("", full) or full


def _agrees(known: str, said: str) -> bool:
    """Is the name above the village the one said? 清溪 is 清溪镇, but 例乡 is not 例镇."""
    full = _full(said)
    return not full or full.endswith(known) or full == _bare(known)
