"""Needs: the ledger, one need with all that can stand on its page, and a task given to somebody of the village."""

import datetime as dt
import uuid
from typing import Any

from geodata.base.scope import Scope
from geodata.base.sealed import seal
from geodata.contacts.rights import scope_of
from geodata.needs import moving
from geodata.needs.assigning import assign
from geodata.needs.attaching import place_of
from geodata.needs.attachment_models import Attachment
from geodata.needs.beside import supervise
from geodata.needs.recording import NeedReport, record_need
from tests import village as v
from tests.browser.examples import Parts, Stage

OPENED: dict[str, Parts] = {
    "office": {
        "needs": {}, "needs_mine": {}, "needs_board": {}, "needs_analysis": {}, "new_need": {}, "old_notes": {},
        "old_note": {"visit": "visit"}, "need_settings": {}, "end_need_category": {}, "set_need_deadline": {},
        "end_need_deadline": {}, "need": {"need": "need"}, "move_need": {"need": "need"},
        "answer_supervision": {"number": "supervision"}, "attach_to_need": {"need": "need"},
        "attachment_of_need": {"need": "need", "attachment": "attachment"},
        "remove_attachment": {"need": "need", "attachment": "attachment"},
    },
    "contact": {
        "assignments": {}, "assignment": {"number": "assignment"}, "answer_assignment": {"number": "assignment"},
    },
}  # fmt: skip
QUERIES = {"new_need": "?household={need_home}"}


def things(stage: Stage) -> dict[str, Any]:
    """A dispute of the household, accepted in the village, given to its contact member and supervised by the county."""
    contact, village = stage.member.user, v.officer("village_officer", stage.county.west, name="needs")
    office: dict[str, Any] = {"by": village, "scope": scope_of(village, on=stage.on), "at": stage.now}
    report = NeedReport(
        client_id=uuid.uuid4(),
        kind="dispute",
        category="water",
        raised_on=stage.on,
        household=stage.home.token,
        text="例：井水干了，两家为新井的位置争执",
        parties="例甲、例乙",
    )
    need, _new = record_need(
        report=report, by=contact, scope=scope_of(contact, on=stage.on), at=stage.now, today=stage.on
    )
    moving.accept(need=need, **office)
    soon = stage.now + dt.timedelta(days=30)
    given = assign(need=need, task="例：看旧井还能不能用", user=contact, due_at=soon, **office)
    scope: Scope = scope_of(stage.officer, on=stage.on)
    urged = supervise(need=need, by=stage.officer, scope=scope, at=stage.now, note="例：请抓紧")
    file = Attachment(need=need, kind="pdf", size=9, by=stage.officer, at=stage.now)
    file.sealed_name = seal("例.pdf".encode(), at=place_of(file.pk, "sealed_name"))
    file.content = seal(b"%PDF-1.7 ", at=place_of(file.pk, "content"))
    file.save(force_insert=True)
    return {
        "attachment": file.pk,
        "need": need.number,
        "assignment": given.pk,
        "supervision": urged.pk,
        "need_home": stage.home.token,
    }
