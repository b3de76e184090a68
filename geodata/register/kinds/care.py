"""Care records begin, are verified and end. What its category asks a public notice for begins as a clue (geodata/people/caring.py)."""

import datetime as dt

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from geodata.base.errors import BadInput, Conflict
from geodata.people.care_workflow import PENDING
from geodata.people.caring import begin_care
from geodata.people.models import CareCategory, CareRecord, Resident
from geodata.register import payload
from geodata.register.kinds.kind import Kind, Work, add_step, end_record, resident_of
from geodata.register.kinds.residents import PERSON, add_resident


def _stands(record: CareRecord, on: dt.date) -> bool:
    """On its way, or in force on that day or later."""
    if record.period is None:
        return record.state in PENDING
    return record.period.upper is None or record.period.upper > on


class CareAdded(Kind):
    """Of the household, of a resident, or of somebody who becomes one."""

    name = "care_added"
    label = gettext_lazy("care added")
    fields = {
        "category": payload.text(40, required=True),
        "source": payload.text(100),
        "resident": payload.key(),
        **PERSON,
    }

    def check(self, work: Work) -> None:
        super().check(work)
        category, who = self._category(work), self._known(work)
        same = [
            record
            for record in work.rows(CareRecord)
            if (record.category_id, record.resident_id) == (category.pk, who and who.pk)
            and _stands(record, work.on)
        ]
        if (who or "name" not in work.payload) and same:
            raise Conflict(
                _("This care category is already recorded for these days."),
                field="payload.category",
                value=category.code,
                remedy=_("Say that it was verified, or give another day."),
            )

    def apply(self, work: Work) -> None:
        who = self._known(work) or (add_resident(work) if "name" in work.payload else None)
        record = CareRecord(
            household=work.home,
            village=work.village,
            category=self._category(work),
            resident=who,
            source=work.payload.get("source", ""),
            verified_on=work.on,
        )
        if record.category.notice_days is not None:
            # Its step refers to it, and both are written later.
            record.pk = work.books.new_key(CareRecord)
        step = begin_care(record, on=work.on, by=work.by, at=work.at)
        work.add(record)
        if step:
            add_step(work, step)

    def _known(self, work: Work) -> Resident | None:
        return resident_of(work) if "resident" in work.payload else None

    def _category(self, work: Work) -> CareCategory:
        category = work.books.categories.get(work.payload["category"])
        if category is None:
            raise BadInput(
                _("This care category is not recognised."),
                field="payload.category",
                value=work.payload["category"],
                remedy=_("Choose one from the list."),
            )
        if category.ended_on and category.ended_on <= work.on:
            raise Conflict(
                _("This care category has ended: nobody is taken in any more."),
                field="payload.category",
                value=category.code,
                remedy=_("Choose another one from the list."),
            )
        return category


class CareVerified(Kind):
    """It was looked at on that day, and holds."""

    name = "care_verified"
    label = gettext_lazy("care verified")
    fields = {"record": payload.key(required=True)}

    def check(self, work: Work) -> None:
        super().check(work)
        self._record(work)

    def apply(self, work: Work) -> None:
        record = self._record(work)
        record.verified_on = work.on
        work.changed(record, "verified_on")

    def _record(self, work: Work) -> CareRecord:
        held = (record for record in work.rows(CareRecord) if record.period and work.on in record.period)
        in_force = (record for record in held if record.state == CareRecord.State.IN_FORCE)
        record = next((one for one in in_force if one.pk == work.payload["record"]), None)
        if record is None:
            raise BadInput(
                _("There is no such care record on that day."),
                field="payload.record",
                value=work.payload["record"],
                remedy=_("Choose one from the list."),
            )
        return record


class CareEnded(CareVerified):
    """It holds no longer from that day on."""

    name = "care_ended"
    label = gettext_lazy("care ended")
    fields = {"record": payload.key(required=True), "why": payload.text(200)}

    def apply(self, work: Work) -> None:
        end_record(work, self._record(work))
