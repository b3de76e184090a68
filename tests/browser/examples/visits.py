"""Visits: on the phone, in the ledger, from paper, in the inbox, and their rules."""

import uuid
from typing import Any

from tests import village as v
from tests.browser.examples import Parts, Stage

VISIT = {"visit": "visit"}
OPENED: dict[str, Parts] = {
    "office": {
        "record_visit": {"token": "home"}, "ledger": {}, "ledger_xlsx": {}, "ledger_csv": {}, "rules": {},
        "end_rule": {}, "inbox": {}, "decide_held": {"held": "held"}, "today_left": {}, "paper_entry": {}, "paper_entry_find": {},
        "visit": VISIT, "correct_visit": VISIT, "void_visit": VISIT, "undo_visit": VISIT,
    },
    "contact": {"today": {}, "today_ready": {}},
    "nobody": {"today_shell": {}, "today_offline": {}, "today_worker": {}, "app_manifest": {}},
}  # fmt: skip
QUERIES = {"paper_entry_find": "?q=01"}


def things(stage: Stage) -> dict[str, Any]:
    visit = v.visit(stage.home, stage.on, by=stage.officer, note="例：屋顶漏雨")
    return {"visit": visit.client_id, "held": uuid.uuid4()}
