"""What the user may do, and what there is."""

from geodata.coverage.figures import FIGURES


def test_it_tells_duties_scope_and_rights(places, insider):
    told = insider.get("me/").json()
    assert told["username"] == insider.user.username
    assert [(duty["kind"], duty["area"]["code"]) for duty in told["duties"]] == [
        ("village_officer", "430382100201")
    ]
    assert told["scope"] == {"codes": ["430382100201"], "households": 0}
    assert {"counts", "households", "details", "visit", "link", "export"} <= set(told["rights"])
    assert not {"audit", "accounts", "plan"} & set(told["rights"])


def test_an_auditor_has_no_area(by_post):
    told = by_post("auditor").get("me/").json()
    assert (told["duties"][0]["area"], told["scope"]["codes"], told["rights"]) == (None, [], ["audit"])


def test_a_contact_member_has_households(contact):
    told = contact.get("me/").json()
    assert (told["scope"], told["rights"]) == (
        {"codes": [], "households": 1}, ["households", "details", "visit"],
    )  # fmt: skip


def test_the_index_names_addresses_that_answer(county):
    addresses = county.get("").json()
    assert set(addresses) >= {"areas", "coverage", "households", "schema", "docs"}
    assert county.get(addresses["areas"]).status_code == 200


def test_categories_have_a_label_in_the_language_asked_for(county):
    english = county.get("categories/").json()["results"][0]
    chinese = county.get("categories/", **{"Accept-Language": "zh-CN"}).json()["results"][0]
    assert (english["code"], english["label"], chinese["label"]) == ("low_income", "Low income", "低保户")


def test_each_figure_names_its_denominator(county):
    of = county.get("coverage/?area=430382").json()["of"]
    assert of["special_overdue"] == "special"
    assert of["leader_posts_vacant"] == "leader_posts"
    assert set(of) == (set(FIGURES) | {"leader_posts_vacant"}) - {"households"}
