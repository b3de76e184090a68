"""The map as PDF: whole, of the same question as the page, on paper of three sizes, and of nobody else's area."""

import io

import pytest
from pypdf import PdfReader

from tests import village as v

PATH = "/coverage/map.pdf"
MILLIMETRE = 72 / 25.4


@pytest.mark.parametrize(("size", "sides"), [("a4", {210, 297}), ("a3", {297, 420}), ("a0", {841, 1189})])
def test_a_map_on_paper_has_title_day_legend_scale_and_source(county, size, sides):
    answer = county.get(f"{PATH}?paper={size}")
    assert answer["Content-Type"] == "application/pdf"
    pages = PdfReader(io.BytesIO(b"".join(answer.streaming_content))).pages
    assert len(pages) == 1
    assert {round(float(side) / MILLIMETRE) for side in pages[0].mediabox[2:]} == sides
    text = " ".join(pages[0].extract_text().split())
    for said in ("例县", "as of", "Source: Gridmap", "500 m", "≥"):
        assert said in text
    assert "例西村" in text


def test_it_is_of_the_readers_areas_and_of_sizes_that_there_are(outsider):
    assert outsider.get(f"{PATH}?area=430382100201").status_code == 404
    assert outsider.get(f"{PATH}?paper=a7").status_code == 404
    assert outsider.get(f"{PATH}?by=household").status_code == 404


def test_names_are_text_on_paper(places, county):
    v.area("430382100203", "<b>{{7*7}}</b>", shape=v.square(0, 1))
    text = PdfReader(io.BytesIO(b"".join(county.get(PATH).streaming_content))).pages[0].extract_text()
    assert "{{7*7}}" in text.replace("\n", "")
