"""Moves of a need on its page: offered to whom the table names, with the fields of each; what is refused is said beside its field."""

import pytest

from geodata.needs import moving
from geodata.needs.doing import NAMES
from geodata.needs.models import Need
from tests.needs.conftest import Desk, People, home, need, people, water
from tests.pages.conftest import reader
from tests.roles import owner

__all__ = ("home", "need", "people", "water")
pytestmark = pytest.mark.usefixtures("in_english")


def shown(desk: Desk, need: Need) -> str:
    return reader(desk.by).text(f"/needs/{need.number}/")


def offered(desk: Desk, need: Need) -> set[str]:
    text = shown(desk, need)
    return {move for move in NAMES if f'name="move" value="{move}"' in text}


def send(desk: Desk, need: Need, move: str, *, version: int | None = None, **told: object):
    need.refresh_from_db()
    values = {f"{move}-{name}": value for name, value in told.items()}
    values[f"{move}-version"] = version or need.version
    answer = reader(desk.by).post(f"/needs/{need.number}/move/", {"move": move, **values})
    need.refresh_from_db()
    return answer


def test_each_is_offered_what_the_table_gives_him(people: People, need):
    assert offered(people.contact, need) == {"withdraw"}
    assert offered(people.village, need) == {"accept", "decline", "merge"}
    assert offered(people.large, need) == set()
    assert offered(people.township, need) == {"supervise"}


def test_the_whole_way_goes_by_page(people: People, need, home, water):
    village, township, county = people.village, people.township, people.county
    assert send(village, need, "accept").status_code == 302
    send(village, need, "consult")
    send(village, need, "conclude", day="2026-06-29", participants="例甲、例乙", result="例：须打新井")
    send(village, need, "escalate", reason="例：村里无力打井")
    assert (need.state, need.level) == ("accepted", 2)
    send(township, need, "return", reason="例：先看旧井")
    send(village, need, "escalate", reason="例：旧井已塌")
    assert (need.state, need.level) == ("accepted", 2)
    send(township, need, "escalate", reason="例：须县里出资")
    send(county, need, "assign", to=f"department:{water.area.code}:{water.code}", task="例：勘测水源")
    assert (need.state, need.level) == ("assigned", 3)
    given = need.assignments.get()
    who = reader(people.water.by)
    for move, told in (("accept", {}), ("done", {"answer": "例：井已打好"})):
        given.refresh_from_db()
        sent = {"move": move, f"{move}-version": given.version} | {f"{move}-{n}": t for n, t in told.items()}
        assert who.post(f"/assignments/{given.pk}/answer/", sent).status_code == 302
    assert send(county, need, "finish", result="例：井已通水").status_code == 302
    assert offered(county, need) == set()
    assert send(county, need, "follow_up", answer="satisfied").status_code == 403
    assert send(people.contact, need, "follow_up", answer="satisfied").status_code == 302
    assert need.state == "followed_up"
    text = shown(people.contact, need)
    for words in (
        "例：须打新井",
        "例：须县里出资",
        "例：勘测水源",
        "例：井已打好",
        "例：井已通水",
        "Satisfied",
    ):
        assert words in text, words


def test_what_is_refused_is_said_and_what_was_typed_stays(people: People, need):
    answer = send(people.village, need, "decline", reason="例：不归我们管")
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "Say why nothing is done about it." in text and "例：不归我们管" in text
    answer = send(people.village, need, "merge", into="430382100-2026-9999")
    assert answer.status_code == 422 and "No such need" in answer.content.decode()
    assert need.state == "new"


def test_it_is_written_on_the_version_that_was_seen(people: People, need):
    people.village.does(moving.accept, need)
    answer = send(people.village, need, "escalate", version=1, reason="例：太难")
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "changed by someone else meanwhile" in text and "例：太难" in text
    assert (need.level, need.state) == (1, "accepted")


def test_whose_move_it_is_not_is_refused_and_who_does_not_see_it_is_told_nothing(people: People, need):
    assert send(people.large, need, "accept").status_code == 403
    assert send(people.neighbour, need, "accept").status_code == 404
    assert send(people.water, need, "accept").status_code == 403
    assert send(people.village, need, "nonsense").status_code == 404
    assert need.state == "new"


def test_a_dispute_is_mediated_with_a_day_to_look_at_it_again(people: People, home):
    need = people.contact.records(home, kind="dispute", text="例：地界", parties="例甲、例乙")
    people.village.does(moving.accept, need)
    assert "例甲、例乙" in shown(people.village, need)
    answer = send(
        people.village, need, "mediate", mediator_name="例调解员", outcome="agreed", agreement="例：各让一步"
    )
    assert answer.status_code == 422 and "例：各让一步" in answer.content.decode()
    told = {"mediator": people.village.by.pk, "outcome": "agreed", "agreement": "例：各让一步"}
    assert send(people.village, need, "mediate", **told, revisit_on="2999-01-01").status_code == 302
    text = shown(people.village, need)
    assert "例：各让一步" in text and people.village.by.name in text and "2999-01-01" in text


def test_a_supervision_is_answered_by_whose_it_is(people: People, need):
    assert (
        send(people.township, need, "supervise", note="例：请抓紧", answer_by="2999-01-01T08:00").status_code
        == 302
    )
    with owner():
        [made] = need.supervisions.all()
    path = f"/supervisions/{made.pk}/answer/"
    assert "Answer the supervision" not in shown(people.contact, need)
    assert reader(people.contact.by).post(path, {"answer": "x"}).status_code == 403
    assert reader(people.neighbour.by).post(path, {"answer": "x"}).status_code == 404
    assert "Answer the supervision" in shown(people.village, need)
    assert reader(people.village.by).post(path, {"answer": "例：已派人"}).status_code == 302
    assert "例：已派人" in shown(people.township, need)


def test_in_the_village_it_is_assigned_to_somebody_of_it(people: People, need):
    people.village.does(moving.accept, need)
    assert send(people.village, need, "assign", task="例：看水泵").status_code == 422
    told = {"to": f"user:{people.leader.by.pk}", "task": "例：看水泵", "due_at": "2999-01-01T08:00"}
    assert send(people.village, need, "assign", **told).status_code == 302
    assert "例：看水泵" in reader(people.leader.by).text("/assignments/")
    assert "begin" in offered(people.leader, need)


def test_of_a_sensitive_one_who_recorded_it_withdraws_it_unread(people: People, home):
    secret = people.contact.records(home, text="例：干部的事", sensitive=True)
    assert offered(people.contact, secret) == {"withdraw"}
    assert send(people.contact, secret, "withdraw", reason="例：弄错了").status_code == 302
    assert secret.state == "withdrawn"
    assert "例：弄错了" not in shown(people.contact, secret)
    assert "例：弄错了" in shown(people.township, secret)


def test_of_a_sensitive_one_a_form_that_is_not_offered_tells_no_office(people: People, home):
    secret = people.contact.records(home, text="例：干部的事", sensitive=True)
    people.township.does(moving.accept, secret)
    for desk, told in ((people.contact, False), (people.township, True)):
        answer = send(desk, secret, "assign", to="area:x", task="例")
        assert answer.status_code == 422
        assert ('id="move-assign"' in answer.content.decode()) is told
