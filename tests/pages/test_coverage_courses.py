"""Small multiples of the areas below, and a spark in every row of the table of areas: all to one scale, from one question."""

import re

from django.db import connection
from django.test.utils import CaptureQueriesContext

TWELVE = "Twelve weeks"


def test_each_area_below_has_its_course_and_opens_it(county, weeks_kept):
    page = county.text("/coverage/trend/")
    multiples = page.split('class="multiples"')[1].split("</section>")[0]
    assert multiples.count("<li>") == 2
    assert "area=430382100" in multiples
    assert "/gaps/?area=430382100&amp;gap=unvisited" in multiples
    assert "all to one scale" in multiples
    assert re.search(r"例镇: [^ ]+ at first, [^ ]+ now", multiples)


def test_every_row_of_the_table_has_its_twelve_weeks(county, weeks_kept):
    page = county.text("/coverage/?by=township&courses=yes")
    assert TWELVE in page
    # The other township has fewer than five households, and no share on any day.
    assert page.count('class="spark"') == 1


def test_a_page_that_nobody_opened_the_table_of_does_without(county, weeks_kept):
    assert TWELVE not in county.text("/coverage/?by=township")


def test_what_is_not_kept_has_no_course(county):
    assert TWELVE not in county.text("/coverage/?by=township&courses=yes")


def test_who_sees_no_details_is_told_no_week(planner, weeks_kept):
    assert TWELVE not in planner.text("/coverage/?courses=yes")


def test_more_areas_take_no_more_questions(county, weeks_kept):
    def asked(query: str) -> int:
        county.text(f"/coverage/?{query}&courses=yes")
        with CaptureQueriesContext(connection) as queries:
            county.text(f"/coverage/?{query}&courses=yes")
        return len(queries)

    assert asked("by=grid") <= asked("by=township") + 1
