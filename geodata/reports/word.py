"""The gap report for Word, paragraph by paragraph: no template is filled in, so that what somebody typed is never read as one."""

import datetime as dt
import io
from collections.abc import Iterable, Sequence
from typing import IO, TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from PIL import Image, ImageDraw

from geodata.base.wording import figure
from geodata.display.colours import OUTLINE
from geodata.exports.files import marked
from geodata.papers import qr
from geodata.reports.drawing import Drawing, Ring, draw
from geodata.reports.pdf import address_of
from geodata.reports.telling import Report

if TYPE_CHECKING:
    from docx.document import Document

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FONT = "宋体"
"""What offices write with; Word takes another where there is none."""
POINTS = 3
"""Points of the picture in a unit of the drawing."""


def write_word(report: Report, target: IO[bytes], *, by: str, at: dt.datetime) -> None:
    # Half a second to import: only where there is something to write.
    import docx

    document = docx.Document()
    _set_up(document, report, marked(by, at))
    _begin(document, report)
    _tiles(document, report)
    _picture(document, report)
    _by_area(document, report)
    _worst(document, report)
    _special(document, report)
    _end(document, report)
    document.save(target)


def _set_up(document: "Document", report: Report, mark: str) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Mm, Pt

    usual = document.styles["Normal"]
    usual.font.size = Pt(10)
    usual.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), FONT)
    for section in document.sections:
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.left_margin = section.right_margin = Mm(16)
        section.top_margin = section.bottom_margin = Mm(16)
        section.footer.paragraphs[0].text = f"{report.edition.mark} · {mark}"
    document.core_properties.title = f"{report.edition.area.name} {report.title}"
    document.core_properties.author = report.edition.by.name


def _begin(document: "Document", report: Report) -> None:
    document.add_paragraph(f"{report.edition.area.name} · {report.title}")
    document.add_heading(report.headline, level=1)
    if report.below:
        document.add_paragraph(" ".join(report.below))
    document.add_paragraph(" · ".join(f"{label} {value}" for label, value in report.head))
    if report.invented:
        document.add_paragraph(_("Invented data: the people and places in this report are made up."))


def _tiles(document: "Document", report: Report) -> None:
    table = document.add_table(rows=2, cols=len(report.tiles))
    for place, tile in enumerate(report.tiles):
        table.cell(0, place).text = str(tile.label)
        table.cell(1, place).text = f"{tile.share.part_text}  {tile.share.text}  {tile.arrow}".strip()
        table.cell(1, place).paragraphs[0].runs[0].bold = True


def _picture(document: "Document", report: Report) -> None:
    from docx.shared import Mm

    drawn = draw(report.edition.area, report.figures, on=report.edition.day)
    if drawn is None:
        return
    document.add_heading(_("By grid: share overdue for a visit"), level=2)
    document.add_picture(picture(drawn), height=Mm(90))
    document.add_paragraph(" · ".join(f"{one.words} {figure(one.count)}" for one in drawn.legend))


def picture(drawn: Drawing) -> IO[bytes]:
    """The map as a PNG."""
    image = Image.new("RGB", (drawn.width * POINTS, drawn.height * POINTS), "white")
    pen = ImageDraw.Draw(image)
    for ground in drawn.grounds:
        for ring in ground.rings:
            pen.polygon(_larger(ring), fill=ground.fill, outline="white")
    for outline in drawn.outlines:
        for ring in outline.rings:
            pen.line(_larger(ring), fill=OUTLINE, width=max(1, round(outline.width * POINTS)))
    target = io.BytesIO()
    image.save(target, "PNG")
    target.seek(0)
    return target


def _larger(ring: Ring) -> list[tuple[float, float]]:
    return [(x * POINTS, y * POINTS) for x, y in ring]


def _by_area(document: "Document", report: Report) -> None:
    document.add_heading(_("By area and cause"), level=2)
    headings = [
        _("Area"),
        _("Households"),
        _("Overdue for a visit"),
        _("Special and overdue"),
        *report.cause_labels,
    ]
    rows = [
        [
            line.name,
            figure(line.households),
            line.unvisited.part_text,
            f"{line.special.part_text} / {line.special.whole_text}",
            *map(figure, line.causes),
        ]
        for line in report.by_area
    ]
    _table(document, headings, rows)


def _worst(document: "Document", report: Report) -> None:
    if not report.worst:
        return
    document.add_heading(_("Grids to go to first"), level=2)
    headings = [
        _("Grid"),
        _("Households"),
        _("Without a contact member"),
        _("Overdue for a visit"),
        _("Share"),
        _("Special and overdue"),
        _("Who does it, by when"),
    ]
    rows = [
        [
            line.name,
            figure(line.households),
            figure(line.unlinked),
            line.unvisited.part_text,
            line.unvisited.text,
            f"{line.special.part_text} / {line.special.whole_text}",
            "",
        ]
        for line in report.worst
    ]
    _table(document, headings, rows)


def _special(document: "Document", report: Report) -> None:
    if not report.special:
        return
    document.add_heading(_("Special households overdue"), level=2)
    headings = [
        _("Village or community"),
        _("Grid"),
        _("Household number"),
        _("Head of household"),
        _("Last met on"),
        _("Who does it, by when"),
    ]
    rows = [
        [
            line.village,
            line.grid,
            line.number,
            line.head,
            line.last_met.isoformat() if line.last_met else _("never"),
            "",
        ]
        for line in report.special
    ]
    _table(document, headings, rows)


def _end(document: "Document", report: Report) -> None:
    from docx.shared import Mm

    document.add_heading(_("Method"), level=2)
    for sentence in report.method:
        document.add_paragraph(sentence)
    document.add_paragraph(_("Signed by: ____________________    Date: ______________"))
    document.add_picture(qr.picture(address_of(report)), width=Mm(22))
    document.add_paragraph(address_of(report))


def _table(document: "Document", headings: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    table = document.add_table(rows=1, cols=len(headings), style="Light Grid Accent 1")
    _fill(table.rows[0], headings)
    for row in rows:
        _fill(table.add_row(), row)


def _fill(row: Any, texts: Sequence[Any]) -> None:
    for cell, text in zip(row.cells, texts, strict=True):
        cell.text = str(text)
