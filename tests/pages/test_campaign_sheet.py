"""/campaigns/<key>/lists.pdf and …/sheet/: lists with boxes on paper, and their rows entered, all or none."""

import uuid
from io import BytesIO

import pytest
from django.utils import timezone
from pypdf import PdfReader

from geodata.audit.models import AccessEntry
from geodata.campaigns.models import CampaignResult
from geodata.campaigns.sheets import to_reach
from geodata.papers.call_sheets import call_sheets
from tests.campaigns.conftest import campaign, opened, people
from tests.pages.conftest import reader

__all__ = ("campaign", "opened", "people")
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


def sheet(*rows: dict[str, object], **top: object) -> dict[str, object]:
    """What the form sends: the result of each household."""
    told: dict[str, object] = {"made": f"{timezone.localtime():%Y-%m-%dT%H:%M}", **top}
    for number, row in enumerate(rows):
        whole = {"client_id": str(uuid.uuid4()), "how": "door", "text": "", "made": "", "state": "", **row}
        told |= {f"r{number}-{name}": value for name, value in whole.items()}
    return told


def test_a_list_has_boxes_for_each_answer_and_its_taking_is_on_record(campaign, people, places):
    answer = reader(people.village.by).get(f"/campaigns/{campaign.key}/lists.pdf")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(b"".join(answer))).pages)
    words = (
        places.homes[0].head_name,
        "1 All well",
        "5 Refused",
        "Not so: 例取暖正常",
        "例缺水",
        "Signature",
    )
    assert [word for word in words if word not in text] == []
    entry = AccessEntry.objects.get(action="export")
    assert (entry.details["list"], entry.details["rows"]) == (
        "roll_call",
        to_reach(campaign, scope=people.village.scope).count(),
    )


def test_each_grid_begins_a_page(campaign, people, django_assert_max_num_queries):
    targets = to_reach(campaign, scope=people.village.scope)
    with django_assert_max_num_queries(3):
        sheets = call_sheets(targets, on=timezone.localdate())
    places = [(one.village, one.grid) for one in sheets]
    assert len(places) == len(set(places)) and sum(len(one.calls) for one in sheets) == targets.count()


def test_its_rows_are_those_of_the_paper_and_are_entered_at_once(campaign, people, places):
    who, path = reader(people.village.by), f"/campaigns/{campaign.key}/sheet/"
    text = who.text(path)
    assert places.homes[0].head_name in text and "1 All well" in text
    rows = [
        {"household": places.homes[0].token, "state": "needs", "bad": ["heating"], "text": "例炉子"},
        {"household": places.homes[1].token, "state": "unreached", "how": "phone"},
        {"household": places.homes[2].token},
    ]
    assert who.post(path, sheet(*rows)).status_code == 302
    results = list(CampaignResult.objects.order_by("pk").values_list("state", "how", "answers"))
    assert results == [("needs", "door", {"heating": False}), ("unreached", "phone", {})]


def test_a_wrong_row_is_told_and_nothing_is_stored(campaign, people, places):
    who, path = reader(people.village.by), f"/campaigns/{campaign.key}/sheet/"
    rows = [
        {"household": places.homes[0].token, "state": "ok"},
        {"household": places.homes[1].token, "state": "ok", "made": "2020-01-01T08:00"},
        {"household": places.homes[2].token, "text": "例"},
    ]
    answer = who.post(path, sheet(*rows))
    text = answer.content.decode()
    assert (answer.status_code, CampaignResult.objects.exists()) == (422, False)
    assert "Nothing was stored" in text
    answer = who.post(path, sheet(*rows[:2]))
    assert (answer.status_code, CampaignResult.objects.exists()) == (422, False)
    assert "was not open at that moment" in answer.content.decode()


def test_households_of_others_are_no_rows(campaign, people, places):
    row = {"household": places.homes[1].token, "state": "ok"}
    who, path = reader(people.contact.by), f"/campaigns/{campaign.key}/sheet/"
    assert places.homes[1].head_name not in who.text(path)
    assert who.post(path, sheet(row)).status_code == 200
    assert not CampaignResult.objects.exists()
