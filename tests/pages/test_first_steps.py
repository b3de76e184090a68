"""/first-steps/: what is done, what is next and who does it; and the divisions of a county."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from geodata.posts.models import Post
from geodata.setup.steps import STEPS
from geodata.territory.models import Area
from tests import village as v
from tests.pages.conftest import Reader, reader

LIST = "统计用区划代码,名称\n430382000000,例市\n430382100000,例镇\n430382100201,例西村村民委员会\n"


@pytest.fixture
def administrator(db) -> Reader:
    return reader(v.officer("administrator", None))


def sent(text: str, name: str = "list.csv") -> dict[str, object]:
    return {"file": SimpleUploadedFile(name, text.encode())}


def test_an_empty_installation_begins_there(administrator):
    assert administrator.get("/").url == "/first-steps/"
    page = administrator.text("/first-steps/")
    assert page.count("Not begun") > 3 and page.count(">Next<") == 1
    assert "/first-steps/divisions/" in page


def test_every_step_is_done_somewhere_by_somebody(administrator):
    page = administrator.text("/first-steps/")
    assert all(str(step.label) for step in STEPS)
    assert all(step.kind in Post.Kind.values for step in STEPS)
    assert "Nobody holds this post yet." in page


def test_a_county_that_comes_along_is_added(administrator):
    answer = administrator.post("/first-steps/divisions/", {"county": "430382"})
    assert answer.url == "/first-steps/"
    page = administrator.text("/first-steps/")
    assert "Townships: 4, villages: 38." in page
    assert all(f"/posts/fill/?area=430382&amp;kind={kind}" in page for kind in ("county_officer", "planner"))
    assert Area.objects.filter(level="village").count() == 38
    assert administrator.get("/").url == "/accounts/"


def test_a_file_is_shown_before_it_is_added(administrator):
    answer = administrator.post("/first-steps/divisions/", sent(LIST))
    assert answer.status_code == 200 and not Area.objects.exists()
    county, sealed = answer.context["found"][0]
    assert county.name == "例市" and "例西村" in answer.content.decode()
    administrator.post("/first-steps/divisions/", {"county": "430382", "list": sealed})
    assert Area.objects.count() == 3


@pytest.mark.parametrize(
    ("text", "name", "words"),
    [
        (LIST + "12x,例\n", "list.csv", "line 5"),
        ("名称\n例\n", "list.csv", "统计用区划代码"),
        (LIST.splitlines()[0] + "\n43,例省\n", "list.csv", "no county with townships"),
        (LIST, "list.exe", "not supported"),
    ],
    ids=["a wrong row", "no codes", "no county", "no list"],
)
def test_what_cannot_be_taken_is_told_and_nothing_is_added(administrator, text, name, words):
    answer = administrator.post("/first-steps/divisions/", sent(text, name))
    assert answer.status_code == 422
    assert words in " ".join(answer.content.decode().split())
    assert not Area.objects.exists()


@pytest.mark.parametrize("told", [{"county": "430382", "list": "forged"}, {"county": "110101"}, {}])
def test_what_was_not_shown_is_not_added(administrator, told):
    assert administrator.post("/first-steps/divisions/", told).status_code == 422
    assert not Area.objects.exists()
