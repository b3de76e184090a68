"""Paper: one of our templates as PDF. Nothing is fetched but our own static files, and the fonts are the system's."""

import datetime as dt
import io
from collections.abc import Mapping, Sequence
from typing import IO, Any

from django.template.loader import render_to_string

from geodata.papers import ROOT

MEDIA_TYPE = "application/pdf"


def paper(template: str, context: Mapping[str, Any], *, by: str, at: dt.datetime) -> bytes:
    """The template as PDF, with a watermark of who took it away and when."""
    # A second or more to import: only where there is something to print.
    from weasyprint import HTML

    from geodata.papers.static_fetcher import OwnFiles

    text = render_to_string(template, {**context, "by": by, "at": at})
    pdf: bytes = HTML(string=text, base_url=ROOT, url_fetcher=OwnFiles()).write_pdf()
    return pdf


def bound(parts: Sequence[bytes], target: IO[bytes]) -> None:
    """Several papers as one file, in their order."""
    from pypdf import PdfWriter

    writer = PdfWriter()
    for part in parts:
        writer.append(io.BytesIO(part))
    writer.write(target)
