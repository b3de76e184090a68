"""What stands around every page."""

import re

import pytest

from geodata.base.scope import Right
from geodata.territory.models import Area
from gridmap.pages.base.frame import RIGHTS
from gridmap.pages.coverage.coverage import coverage_page

PAGES = [
    "/",
    "/coverage/",
    "/coverage/?area=430382100201&by=household",
    "/gaps/?gap=households",
    "/households/{token}/",
    "/households/{token}/contact/",
    "/nothing/",
]


def menu(page: str) -> list[str]:
    return re.findall(
        r'<a href="[^"]*"[^>]*>([^<]+)</a>\s*</li>', page.split('class="menu"')[1].split("</nav>")[0]
    )


@pytest.mark.parametrize(
    ("who", "entries"),
    [
        (
            "county",
            [
                "Home",
                "Coverage map",
                "Household lists",
                "Changes to confirm",
                "Possible duplicates",
                "Register of the month",
                "My needs",
                "Ledger of needs",
                "Board of needs",
                "Assignments",
                "Livelihood projects",
                "Analysis of needs",
                "Categories and deadlines",
                "Visit ledger",
                "Visit inbox",
                "Roll-calls",
                "Visit rules",
                "Care categories",
                "Entitlements",
                "How far entitlements have come",
                "Policy catalogue",
                "Policy trainings",
                "Ledger of orders",
                "Catalogue of services",
                "Teams",
                "Industry",
                "Contacts",
                "Branches of grids",
                "Boundary plans",
                "Imports",
                "Gap reports",
                "Export",
                "Jobs",
                "Saved views",
                "Posts",
                "Turnover",
                "Departments",
                "Working days",
                "Accounts",
                "Slips",
                "Help",
            ],
        ),
        (
            "contact",
            [
                "Home",
                "Household lists",
                "My needs",
                "Ledger of needs",
                "Board of needs",
                "Assignments",
                "Livelihood projects",
                "Analysis of needs",
                "Visit ledger",
                "Roll-calls",
                "Entitlements",
                "How far entitlements have come",
                "Policy catalogue",
                "Policy trainings",
                "Ledger of orders",
                "Catalogue of services",
                "Teams",
                "Industry",
                "Saved views",
                "Help",
            ],
        ),
        (
            "department",
            [
                "Home",
                "Coverage map",
                "Assignments",
                "Livelihood projects",
                "Entitlements",
                "How far entitlements have come",
                "Policy catalogue",
                "Policy trainings",
                "Roll-calls",
                "Saved views",
                "Help",
            ],
        ),
        ("auditor", ["Home", "Saved views", "Access log", "Retention", "Help"]),
        (
            "administrator",
            [
                "Home",
                "Posts",
                "Turnover",
                "Departments",
                "Working days",
                "Accounts",
                "Slips",
                "Retention",
                "First steps",
                "Help",
            ],
        ),
    ],
)
def test_the_menu_shows_what_the_rights_open(request, who, entries):
    someone = request.getfixturevalue(who)
    page = someone.client.get("/", follow=True, headers={"Accept-Language": "en"}).content.decode()
    assert menu(page) == entries


def test_what_belongs_together_folds_under_one_word(county):
    top = county.text("/exports/").split('class="menu"')[1].split("</nav>")[0]
    assert re.findall(r"<summary[^>]*>([^<]+)</summary>", top) == [
        "Register",
        "Needs",
        "Visits",
        "Support",
        "Contacts",
        "Files",
        "Office",
    ]
    assert '<summary class="here">Files</summary>' in top


def test_invented_data_is_called_so_on_every_page(county, nobody):
    assert "Demo data" in county.text("/gaps/")
    assert "Demo data" in nobody.text("/login/")


def test_real_data_is_not(places, county):
    Area.objects.update(synthetic=False)
    assert "Demo data" not in county.text("/gaps/")


def pages_of(places, county) -> dict[str, str]:
    return {page: county.get(page.format(token=places.homes[0].token)).content.decode() for page in PAGES}


def test_no_page_names_another_host(places, county):
    for address, page in pages_of(places, county).items():
        assert not re.search(r"""(src|href|action)=["'](https?:)?//""", page), address
        assert not re.search(r"https?://", page), address


def test_no_page_has_inline_styles_or_handlers(places, county):
    for address, page in pages_of(places, county).items():
        assert not re.search(r"<[^>]+\sstyle=", page), address
        assert not re.search(r"<[^>]+\son[a-z]+=", page), address
        assert "<style" not in page, address
        assert "javascript:" not in page, address


def test_the_only_inline_script_is_the_maps_and_takes_a_nonce(places, county):
    for address, page in pages_of(places, county).items():
        # The catalogue of words is data: no browser runs it.
        inline = re.findall(r"<script(?![^>]*src=)(?![^>]*application/json)[^>]*>", page)
        assert len(inline) == page.count('class="folium-map"'), address
    request = county.client.get("/coverage/").wsgi_request
    request.csp_nonce = "n0nce"
    assert '<script nonce="n0nce">' in coverage_page(request).content.decode()


def test_every_page_has_one_heading_a_title_and_a_way_past_the_menu(places, county):
    for address, page in pages_of(places, county).items():
        assert page.count("<h1") == 1, address
        assert re.search(r"<title>\S", page), address
        assert 'class="skip" href="#main"' in page, address


def test_every_field_has_a_label(places, county):
    for address, page in pages_of(places, county).items():
        fields = re.findall(
            r'<(?:input|select|textarea)(?![^>]*type="(?:hidden|radio|checkbox)")[^>]*\sid="([^"]+)"', page
        )
        assert all(f'for="{name}"' in page for name in fields), address


def test_every_right_is_told_in_words():
    assert set(RIGHTS) == set(Right)
