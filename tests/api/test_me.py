"""What the user may do, and what there is."""

from geodata.coverage.figures import FIGURES


def test_it_tells_duties_scope_and_rights(places, insider):
    answer = insider.get("me/").json()
    assert answer["username"] == insider.user.username
    assert [(post["kind"], post["area"]["code"]) for post in answer["posts"]] == [
        ("village_officer", "430382100201")
    ]
    assert answer["scope"] == {"codes": ["430382100201"], "households": 0}
    assert {"counts", "households", "details", "visit", "link", "export"} <= set(answer["rights"])
    assert not {"audit", "accounts", "plan"} & set(answer["rights"])


def test_an_auditor_has_no_area(by_post):
    answer = by_post("auditor").get("me/").json()
    assert (answer["posts"][0]["area"], answer["scope"]["codes"], answer["rights"]) == (None, [], ["audit"])


def test_a_contact_member_has_households(contact):
    answer = contact.get("me/").json()
    assert (answer["scope"], answer["rights"]) == (
        {"codes": [], "households": 1}, ["households", "details", "visit", "register", "need", "entitle", "serve", "campaign"],
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
    assert set(of) == (set(FIGURES) | {"leader_posts_vacant", "grids_without_branch"}) - {"households"}
