"""The components of pages: what each gives, and that nothing in them is trusted that a person typed."""

from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.template import Context, engines
from django_cotton.compiler_regex import CottonCompiler

from geodata.display import charts
from geodata.display.shares import Share

COMPONENTS = sorted((Path(settings.BASE_DIR) / "templates" / "components").glob("*.html"))


class Day(forms.Form):
    day = forms.DateField(label="Day")


def rendered(text: str, **context: Any) -> str:
    """The text as a template would show it in English, white space made even."""
    compiled = CottonCompiler().process("{% load i18n gridmap %}" + text)
    told = engines["django"].engine.from_string(compiled).render(Context(context))
    return " ".join(told.split()).replace("> <", "><")


@pytest.fixture(autouse=True)
def english(settings: Any) -> None:
    settings.LANGUAGE_CODE = "en"


def test_a_head_says_its_title_and_leaves_out_what_is_not_given() -> None:
    assert rendered('<c-page-head title="Posts"/>') == '<div class="head"><div><h1>Posts</h1></div></div>'


def test_a_slot_of_an_unmet_condition_is_no_slot() -> None:
    page = rendered(
        '<c-page-head title="Posts"><c-slot name="actions">{% if no %}x{% endif %} </c-slot></c-page-head>'
    )
    assert "actions" not in page


def test_a_tag_may_stand_in_an_attribute() -> None:
    assert "<h2>Households: 3</h2>" in rendered(
        "<c-card title=\"{% translate 'Households' %}: {{ n }}\"/>", n=3
    )


def test_a_component_sees_nothing_of_its_page_but_what_it_is_given() -> None:
    assert "leak" not in rendered('<c-page-head title="Posts"/>', note="leak", actions="leak", slot="leak")


@pytest.mark.parametrize("typed", ['"><script>', '" onclick="x"', "' onclick='x"])
def test_what_was_typed_is_text_wherever_it_is_given(typed: str) -> None:
    escaped = (
        typed.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace('"', "&quot;")
        .replace("'", "&#x27;")
    )
    for attribute in (
        'title="{{ typed }}"',
        ':title="typed"',
        'data-name="{{ typed }}"',
        ':data-name="typed"',
    ):
        page = rendered(f"<c-card {attribute}/>", typed=typed)
        assert escaped in page
        assert typed not in page


def test_an_attribute_without_a_value_is_left_out_and_one_that_is_true_stands_alone() -> None:
    page = rendered('<c-card id="" :hidden="yes" :data-x="no"/>', yes=True, no=False)
    assert page == '<section hidden class="card"></section>'


def test_no_component_prints_the_attributes_unescaped() -> None:
    assert [page.name for page in COMPONENTS if "{{ attrs }}" in page.read_text()] == []


def test_a_field_has_a_label_its_hint_and_its_errors_and_says_them() -> None:
    form = Day({"day": "no day"})
    page = rendered('<c-field :field="form.day" hint="Not before today"/>', form=form)
    assert '<label for="id_day">Day</label>' in page
    assert 'aria-describedby="id_day_helptext id_day_error"' in page
    assert '<p class="hint" id="id_day_helptext">Not before today</p>' in page
    assert 'class="field wrong"' in page


def test_a_field_of_its_own_has_a_label() -> None:
    page = rendered('<c-field label="Name" for="who"><input id="who"></c-field>')
    assert page == '<div class="field"><label for="who">Name</label><input id="who"></div>'


def test_a_pager_counts_its_pages_and_keeps_the_question() -> None:
    page = Paginator(range(25), 10).page(2)
    text = rendered('<c-pager :page="page" query="who={{ who|urlencode }}"/>', page=page, who="a&b")
    assert '<a href="?who=a%26b&amp;page=1" rel="prev">' in text
    assert "<span>2 / 3</span>" in text
    assert '<a href="?who=a%26b&amp;page=3" rel="next">' in text


def test_a_pager_of_one_page_is_nothing() -> None:
    assert rendered('<c-pager :page="page"/>', page=Paginator([1], 10).page(1)) == ""
    assert rendered('<c-pager first="{% if no %}?{% endif %}" next=""/>') == ""


def test_a_table_has_heads_above_its_heads_and_rows_that_a_script_finds() -> None:
    page = rendered(
        '<c-table caption="Plans" body="rows"><c-slot name="groups"><th scope="colgroup">A</th></c-slot>'
        '<c-slot name="head"><c-th>Now</c-th></c-slot></c-table>'
    )
    assert (
        '<thead><tr><th scope="colgroup">A</th></tr><tr><th scope="col" role="columnheader" > Now </th></tr></thead>'
        in page
    )
    assert '<tbody id="rows"></tbody>' in page


def test_a_table_has_a_region_a_caption_and_heads() -> None:
    page = rendered(
        '<c-table caption="Posts"><c-slot name="head"><c-th>Name</c-th><c-th number extra>Days</c-th></c-slot>'
        "<tr><td>x</td></tr></c-table>"
    )
    assert page == (
        '<div class="scroll" role="region" aria-label="Posts" tabindex="0"><table ><caption class="hidden">Posts</caption>'
        '<thead><tr><th scope="col" role="columnheader" > Name </th><th scope="col" role="columnheader" class="number extra " > Days </th></tr></thead>'
        "<tbody><tr><td>x</td></tr></tbody></table></div>"
    )


def test_the_sorted_head_says_so() -> None:
    page = rendered('<c-th href="?sort=name" sorted="ascending">Name</c-th>')
    assert 'aria-sort="ascending"' in page
    assert '<a class="sort" href="?sort=name">Name</a>' in page


def test_a_notice_of_an_error_interrupts_and_others_do_not() -> None:
    assert 'class="notice error" role="alert">' in rendered('<c-notice kind="error">No</c-notice>')
    assert "role" not in rendered("<c-notice>Well</c-notice>")


def test_a_confirmation_sends_once_with_a_token_after_saying_what_happens() -> None:
    page = rendered(
        '<c-confirm title="Close" action="/close/" button="Close it">Nobody signs in.</c-confirm>',
        csrf_token="t",
    )
    assert '<summary class="button plain">Close</summary>' in page
    assert 'action="/close/" class="card consequences" data-once>' in page
    assert page.index("Nobody signs in.") < page.index("Close it</button>")


def test_the_last_area_of_a_trail_is_where_one_is() -> None:
    county, grid = {"name": "County", "code": "4300"}, {"name": "Grid 1", "code": "43000001"}
    page = rendered(
        '<c-area-trail :areas="areas" query="on=2026-01-01"/>', areas=[(county, True), (grid, True)]
    )
    assert '<a href="?area=4300&amp;on=2026-01-01">County</a>' in page
    assert '<span aria-current="page">Grid 1</span>' in page


def test_a_course_says_itself_as_a_sentence_and_draws_without_any_style() -> None:
    page = rendered('<c-spark :chart="chart"/>', chart=charts.course([3, 2, None, 1, 1], label="From 3 to 1"))
    assert 'role="img" aria-label="From 3 to 1"' in page
    assert page.count("<polyline") == 2 and "style" not in page
    assert rendered('<c-spark :chart="chart"/>', chart=charts.course([1], label="x")) == ""


def test_stacked_columns_have_a_table_with_each_number_and_share() -> None:
    drawn = charts.stacked(
        [("7 Sep", {"ok": 9, "never": 1}), ("14 Sep", {"ok": 10})], tones=("ok", "never"), label="Better"
    )
    page = rendered('<c-stacked :chart="chart" caption="Statuses" of="Week"/>', chart=drawn)
    assert 'aria-label="Better"' in page and "<summary>In numbers" in page
    assert 'data-label="Never visited"> 1 <span class="share">10.0%</span>' in page
    assert page.count("<rect x=") == 3 and "style" not in page


def test_bars_are_a_table_whose_drawing_nobody_reads_out() -> None:
    rows = [("All", Share(20, 20), "/all"), ("Some", Share(5, 20), ""), ("Few", Share(0, 20, "<5"), "")]
    page = rendered('<c-bars :chart="chart"/>', chart=charts.bars(rows, label="Steps", heading="Households"))
    assert '<caption class="hidden">Steps</caption>' in page
    assert page.count('<td aria-hidden="true">') == 3 and page.count('class="fill"') == 2
    assert '<b><a href="/all">20</a></b>' in page and "<b>&lt;5 </b>" in page


def test_a_histogram_has_a_table_of_its_classes() -> None:
    classes = [
        charts.Class("80–120", 150, kind="within", href="/grids"),
        charts.Class("More", 0, kind="above"),
    ]
    drawn = charts.histogram(classes, label="Most hold 80 to 120", heading="Grids")
    page = rendered('<c-histogram :chart="chart" of="Households"/>', chart=drawn)
    assert 'aria-label="Most hold 80 to 120"' in page
    assert '<a href="/grids">150</a>' in page and '<rect class="above"' in page
