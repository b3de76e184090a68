"""Paper knows our own static files and nothing else."""

from io import BytesIO

import pytest
from django.utils import timezone
from pypdf import PdfReader

from geodata.papers import ROOT
from geodata.papers.pdf import bound, paper


@pytest.mark.parametrize(
    "address",
    ["http://example.org/x.png", "file:///etc/passwd", "data:text/plain,x", "static:///../settings.py"],
)
def test_paper_fetches_nothing_else(address):
    # Loaded here, as in the service: whoever asks for other tests does not wait a second for it.
    from weasyprint import HTML
    from weasyprint.urls import FatalURLFetchingError

    from geodata.papers.static_fetcher import OwnFiles

    with pytest.raises(FatalURLFetchingError):
        HTML(string=f'<img src="{address}">', base_url=ROOT, url_fetcher=OwnFiles()).write_pdf()


def test_paper_may_hold_our_own_files():
    from geodata.papers.static_fetcher import OwnFiles

    assert OwnFiles().fetch(f"{ROOT}gridmap/icon.svg").read().startswith(b"<svg")


def test_what_people_typed_stays_text(tmp_path):
    one = paper(
        "print/roster.html",
        {"headings": ["<b>"], "sheets": [], "area": {"name": "<script>例"}},
        by="例{{ 7 }}",
        at=timezone.now(),
    )
    target = BytesIO()
    bound([one, one], target)
    pages = PdfReader(target).pages
    assert len(pages) == 2
    assert "<script>例" in pages[0].extract_text()
    assert "{{ 7 }}" in pages[0].extract_text()
