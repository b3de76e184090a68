"""Roll-calls on maps: grids by how many are not reached, whom one would ask for, and tasks at places pressed on a map."""

import pytest
from django.utils import timezone

from geodata.base.periods import today
from geodata.campaigns.figures import by_grid
from geodata.campaigns.models import CampaignTarget, PlaceTask
from gridmap.pages.campaigns.maps import map_of_standing
from tests import village as v
from tests.campaigns.conftest import campaign, opened, people
from tests.pages.conftest import reader
from tests.pages.test_campaigns import chosen

__all__ = ("campaign", "opened", "people")
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


def place(column: float, row: float) -> str:
    point = v.middle(column, row)
    return f"{point.x},{point.y}"


def test_grids_are_coloured_by_the_share_that_is_not_reached(campaign, people, places):
    people.contact.tells(campaign, places.homes[0], made=campaign.opened_at)
    targets = CampaignTarget.objects.within(people.county.scope).filter(campaign=campaign)
    rows = [("例村", "例格", row) for row in by_grid(targets)]
    drawn = map_of_standing(rows, on=today())
    assert drawn is not None
    tones = {ground.code: ground.tone for ground in drawn.drawn.grounds}
    shares = {row.grid: row.unreached / row.targets for _village, _grid, row in rows if row.grid}
    told = {code: tones[code] for code in shares}
    assert told == {code: "never" if share > 0.75 else "overdue" for code, share in shares.items()}
    assert "none" in dict(drawn.key)


def test_the_page_and_the_preview_draw_it(campaign, people, places):
    assert "tone-never" in reader(people.county.by).text(f"/campaigns/{campaign.key}/")
    looked = reader(people.county.by).post("/campaigns/new/", chosen(places, look="")).content.decode()
    assert "1 to 5 households" in looked and 'class="ground"' in looked


def told(places, **more: object) -> dict[str, object]:
    return {"what": "snow", "department": "civil_affairs", "text": "例", **more}


def test_a_press_is_a_task_in_the_grid_that_it_lies_in(campaign, people, places):
    path = f"/campaigns/{campaign.key}/tasks/"
    answer = reader(people.county.by).post(path, told(places, place=place(0, 0)))
    assert answer.status_code == 302, answer.content.decode()
    task = PlaceTask.objects.get()
    assert (task.what, task.grid, task.village, task.geometry.geom_type) == (
        "snow", places.grids[0], places.west, "Point",
    )  # fmt: skip
    assert "Snow" in reader(people.county.by).text(f"/campaigns/{campaign.key}/")


def test_several_presses_are_a_line_and_a_village_is_its_middle(campaign, people, places):
    who, path = reader(people.county.by), f"/campaigns/{campaign.key}/tasks/"
    assert who.post(path, told(places, place=f"{place(0, 0)} {place(1, 0)}")).status_code == 302
    assert who.post(path, told(places, village=places.west.code)).status_code == 302
    kinds = [task.geometry.geom_type for task in PlaceTask.objects.order_by("pk")]
    assert kinds == ["LineString", "Point"]


@pytest.mark.parametrize("more", [{}, {"place": "x"}, {"place": "1,2"}])
def test_what_is_no_place_is_told(campaign, people, places, more):
    answer = reader(people.county.by).post(f"/campaigns/{campaign.key}/tasks/", told(places, **more))
    assert (answer.status_code, PlaceTask.objects.exists()) == (422, False)


def test_a_department_moves_its_task_on_and_sees_no_household(campaign, people, places):
    reader(people.county.by).post(f"/campaigns/{campaign.key}/tasks/", told(places, place=place(0, 0)))
    task, water = PlaceTask.objects.get(), reader(people.water.by)
    text = water.text("/campaigns/")
    assert f"/campaigns/tasks/{task.key}/move/" in text and places.homes[0].head_name not in text
    assert water.post(f"/campaigns/tasks/{task.key}/move/", {"state": "done"}).status_code == 302
    task.refresh_from_db()
    assert task.state == "done" and task.since <= timezone.now()
    assert str(task.key) not in water.text("/campaigns/")


def test_who_may_not_open_it_gives_no_task(campaign, people, places):
    village = reader(people.village.by)
    assert village.get(f"/campaigns/{campaign.key}/tasks/").status_code == 403
    assert "Give a task" not in village.text(f"/campaigns/{campaign.key}/")
