"""Help: a page for each post, in both languages, that says what is there."""

import re
from functools import cache
from html import unescape
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import translation

from geodata.base.manifest import concepts
from geodata.base.wording import listed
from geodata.posts.appointing import LEVELS
from geodata.posts.models import Post
from gridmap.pages.base.frame import RIGHTS
from gridmap.pages.help.guide import CONTACT, PAGES, menu_of_page, rights_of_page, words_of_menu
from tests import village as v
from tests.pages.conftest import Reader, reader
from tests.roles import owner

TEXTS = Path(settings.BASE_DIR) / "templates" / "help"
LANGUAGES = [code for code, _name in settings.LANGUAGES]
BLOCKS = ["intro", "tasks", "missing", "ask", "data"]
CATALOGUE = Path(settings.BASE_DIR) / "gridmap" / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
SAID = re.compile(r'\{% press "([^"]+)" %\}|\{% go "\w+" "([^"]+)"')
BOTH = [(page, language) for page in PAGES for language in LANGUAGES]


def holder(page: str, county: v.County) -> Reader:
    """Somebody with that post alone."""
    if page == CONTACT:
        return reader(county.homes[0].links.get().member.user)
    areas = {area.level: area for area in (county.grids[0], county.west, county.town, county.county)}
    level = next((level for level in LEVELS[page] if level in areas), None)
    with owner():
        return reader(v.officer(page, areas[level] if level else None))


def blocks(page: str, language: str) -> dict[str, str]:
    """What stands in each block of a text; where it builds on another post's, in that one's."""
    source = (TEXTS / "posts" / f"{page}.{language}.html").read_text()
    below = re.search(r'\{% extends "help/posts/(\w+)\.', source)
    found = dict(re.findall(r"\{% block (\w+) %\}(.*?)\{% endblock %\}", source, re.DOTALL))
    return (blocks(below[1], language) if below else {}) | found


def shape(text: str) -> list[str]:
    """What is the same in every language: its parts, and the places that it names."""
    return re.findall(r'<section id="\w+"|<h3|<li>|\{% (?:go|press) "\w[^%]*%\}', text)


def test_every_post_has_a_page():
    assert set(PAGES) == {CONTACT, *Post.Kind.values}


@pytest.mark.parametrize(("page", "language"), BOTH)
def test_a_text_has_every_part(page, language):
    found = blocks(page, language)
    assert list(found) == BLOCKS
    assert all(text.strip() for text in found.values())
    assert 3 <= found["tasks"].count("<section id=") <= 5


@pytest.mark.parametrize("page", PAGES)
def test_both_languages_say_the_same(page):
    chinese, english = (blocks(page, language) for language in LANGUAGES)
    assert {name: sorted(shape(text)) for name, text in chinese.items()} == {
        name: sorted(shape(text)) for name, text in english.items()
    }


@pytest.mark.parametrize("text", sorted(TEXTS.rglob("*.zh-hans.html")), ids=lambda text: text.name)
def test_no_text_is_there_in_one_language_only(text):
    assert text.with_name(text.name.replace("zh-hans", "en")).exists()


@cache
def catalogue() -> str:
    """Every msgid that stands for itself; with a context it would mean something else."""
    entries = CATALOGUE.read_text().split("\n\n")
    return "\n".join(entry for entry in entries if "msgctxt" not in entry) + "\n"


@pytest.mark.parametrize("text", sorted(TEXTS.rglob("*.*.html")), ids=lambda text: text.name)
def test_a_text_names_only_words_that_stand_somewhere(text):
    said = ["".join(pair) for pair in SAID.findall(text.read_text())]
    assert [words for words in said if f'msgid "{words}"\n' not in catalogue()] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_line_of_every_menu_says_in_help_what_it_is_for(language):
    """A new line of the menu fails here: say what it is for (`about`), in both languages."""
    with translation.override(language):
        lines = {entry.view: str(entry.about) for concept in concepts() for entry in concept.menu}
    mute = [view for view, about in lines.items() if not about or (language != "en" and about.isascii())]
    assert mute == []


@pytest.mark.parametrize("page", PAGES)
def test_what_is_named_may_be_opened_by_whoever_holds_the_post(page, places):
    someone = holder(page, places)
    shown = someone.text(f"/help/{page}/")
    links = set(re.findall(r'<a href="(/[^"]*)"', shown.split("<main")[1].split('class="side')[0]))
    assert links > {"/help/"}
    assert [link for link in links if someone.client.get(link, follow=True).status_code != 200] == []


@pytest.mark.parametrize(("page", "language"), BOTH)
def test_rights_and_menu_are_those_of_the_post(page, language, places):
    shown = holder(page, places).client.get(f"/help/{page}/", headers={"Accept-Language": language})
    part = unescape(shown.content.decode().split('id="may"')[1].split("</section>")[0])
    with translation.override(language):
        words = [str(words) for right, words in RIGHTS.items() if right in rights_of_page(page)]
        menu = list(words_of_menu(menu_of_page(page)).values())
        assert f"{listed(words)}</p>" in part
    assert re.findall(r"<a href=\"[^\"]*\"><b>([^<]+)</b></a>", part.split('id="lines"')[1]) == menu


def test_ones_own_page_is_shown_at_once(insider):
    shown = insider.text("/help/")
    assert "<h1>Village officer" in shown
    assert shown.index("Help for you") < shown.index("Help for other posts")
    assert all(f'id="{part}"' in shown for part in ("may", "tasks", "missing", "ask", "data"))


def test_of_another_post_one_reads_and_is_not_led_where_one_may_not(contact):
    shown = contact.text("/help/administrator/")
    assert "<h1>Administrator" in shown
    assert '<a href="/accounts/"' not in shown


def test_whoever_holds_no_post_is_told_whom_to_ask(places):
    with owner():
        someone = reader(v.user())
    assert "You currently hold no post" in someone.text("/help/")


def test_every_empty_state_is_the_component_and_leads_to_a_part_of_the_help():
    pages = {path: path.read_text() for path in TEXTS.parent.rglob("*.html")}
    by_hand = [path.name for path, text in pages.items() if re.search(r'class="empty\b(?!\{)', text)]
    assert by_hand == []
    named = {part for text in pages.values() for part in re.findall(r'<c-empty[^>]* help="(\w+)"', text)}
    assert named <= set(re.findall(r'id="(\w+)"', (TEXTS / "post.html").read_text()))


def test_an_empty_list_leads_to_what_to_do(places, insider):
    shown = insider.text(f"/gaps/?area={places.west.code}&gap=no_grid")
    assert 'href="/help/#missing">Why is this empty?' in shown


def test_of_a_post_that_there_is_not_there_is_no_page(county):
    assert county.get("/help/emperor/").status_code == 404


def test_help_needs_a_sign_in_and_what_the_service_is_does_not(nobody):
    assert nobody.get("/help/village_officer/").status_code == 302
    assert "What is Gridmap?" in nobody.text("/help/about/")
    assert 'href="/help/about/"' in nobody.text("/login/")
