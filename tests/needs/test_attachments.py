"""Files of needs: what is taken, what is kept of it, who sees it, and when it goes."""

import io
import struct
import zipfile
import zlib
from pathlib import Path

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction
from PIL import Image

from geodata.audit.models import AccessEntry
from geodata.base import rls
from geodata.base.errors import BadInput, Conflict, NotAllowed, NotFound
from geodata.base.periods import today
from geodata.contacts.rights import scope_in_force
from geodata.files import attachments as reading
from geodata.files import sandbox, serialization, worker
from geodata.needs import attaching, moving
from geodata.needs.assigning import assign
from geodata.needs.attachment_models import Attachment
from geodata.needs.finding import find_need
from geodata.retention import forget
from tests import village as v
from tests.needs.test_sensitive import EVERYBODY, by_sql
from tests.roles import owner

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n%%EOF\n"


@pytest.fixture(autouse=True)
def switched_on(settings):
    settings.ATTACHMENTS = True


def office(*names: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name in ("[Content_Types].xml", *names):
            archive.writestr(name, "<x/>")
    return made.getvalue()


def picture(form: str, **more: object) -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (40, 30), (200, 30, 30)).save(made, form, **more)
    return made.getvalue()


def bomb() -> bytes:
    """A picture of a few bytes that says how wide it is."""
    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    parts = [(b"IHDR", head), (b"IDAT", zlib.compress(b"\0" * 100)), (b"IEND", b"")]
    chunks = (struct.pack(">I", len(d)) + n + d + struct.pack(">I", zlib.crc32(n + d)) for n, d in parts)
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


@pytest.fixture
def adds(tmp_path):
    def add(desk, need, name="例.pdf", content=PDF):
        path = tmp_path / f"file{Path(name).suffix}"
        path.write_bytes(content)
        return desk.does(attaching.attach, need, path=path, name=name)

    return add


def taken(desk, need, line) -> bytes:
    return desk.does(attaching.take, need, key=line.row.pk)[2]


def listed(desk, need) -> list[str]:
    return [line.name for line in attaching.attachments_of(need, by=desk.by, scope=desk.scope)]


@pytest.mark.parametrize(
    ("name", "content"),
    [("例.pdf", PDF), ("例.XLSX", office("xl/workbook.xml")), ("例.docx", office("word/document.xml"))],
)
def test_it_is_kept_as_it_came_and_lies_sealed(people, need, adds, name, content):
    line = adds(people.contact, need, name, content)
    assert (listed(people.village, need), taken(people.village, need, line)) == ([name], content)
    row = Attachment.objects.get()
    assert (row.kind, row.size) == (name[-4:].strip(".").lower(), len(content))
    assert content not in bytes(row.content) and name.encode() not in bytes(row.sealed_name)


@pytest.mark.parametrize("name", ["例.jpg", "例.png"])
def test_a_picture_is_drawn_anew_without_place_and_time(people, need, adds, name):
    exif = Image.Exif()
    exif[0x0112], exif[0x010E] = 6, "SECRET"
    exif.get_ifd(0x8825)[1] = "N"
    sent = picture("JPEG" if name.endswith("jpg") else "PNG", exif=exif) + b"SECRET behind the end"
    kept = taken(people.contact, need, adds(people.contact, need, name, sent))
    assert b"SECRET" in sent and b"SECRET" not in kept and b"Exif" not in kept and b"eXIf" not in kept
    with Image.open(io.BytesIO(kept)) as shown:
        assert (not shown.getexif(), shown.size) == (True, (30, 40))  # upright


REFUSED = {
    "a page": ("例.html", b"<script>alert(1)</script>"),
    "a page that is called a picture": ("例.png", b"<script>alert(1)</script>"),
    "a picture that is called a document": ("例.pdf", picture("PNG")),
    "a picture of another kind": ("例.jpg", picture("GIF")),
    "half a picture": ("例.png", picture("PNG")[:60]),
    "the beginning of a picture": ("例.jpg", b"\xff\xd8\xff and nothing"),
    "a picture as wide as a county": ("例.png", bomb()),
    "any archive": ("例.docx", office("a.txt")),
    "a workbook called a document": ("例.docx", office("xl/workbook.xml")),
    "a workbook with macros": ("例.xlsx", office("xl/workbook.xml", "xl/vbaProject.bin")),
    "half an archive": ("例.xlsx", office("xl/workbook.xml")[:40]),
    "nothing": ("例.pdf", b""),
    "too much": ("例.pdf", PDF + b"0" * reading.LARGEST),
}


@pytest.mark.parametrize("case", REFUSED)
def test_it_is_refused(people, need, adds, case):
    with pytest.raises(BadInput) as refused:
        adds(people.contact, need, *REFUSED[case])
    assert refused.value.field == "file" and refused.value.remedy
    assert not Attachment.objects.exists()


def test_what_unpacks_to_too_much_is_refused(monkeypatch, tmp_path):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<x/>")
        archive.writestr("xl/workbook.xml", b"\0" * (reading.limits().unpacked + 1))
    path = tmp_path / "例.xlsx"
    path.write_bytes(made.getvalue())
    with pytest.raises(BadInput):
        reading.read_attachment(path)


@pytest.mark.parametrize(
    "case", ["a picture as wide as a county", "the beginning of a picture", "any archive"]
)
def test_its_reader_says_why(tmp_path, case):
    name, content = REFUSED[case]
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(BadInput):
        reading.read_attachment(path)


def test_a_kind_that_the_reader_makes_up_and_a_picture_that_grew_are_refused(people, need, adds, monkeypatch):
    for answer in (("exe", b"0"), ("pdf", b"0" * (reading.LARGEST + 1))):
        monkeypatch.setattr(attaching, "attachment_apart", lambda _path, answer=answer: answer)
        with pytest.raises(BadInput):
            adds(people.contact, need)


@pytest.mark.parametrize("code", [worker.NOT_CONFINED, worker.OUT_OF_MEMORY, 0])
def test_however_its_reading_ends_it_is_a_problem_with_words(monkeypatch, tmp_path, code):
    monkeypatch.setattr(sandbox, "_run", lambda *_asked: code)
    (tmp_path / "a.pdf").write_bytes(PDF)
    with pytest.raises(BadInput) as refused:
        sandbox.attachment_apart(tmp_path / "a.pdf")
    assert refused.value.remedy
    with pytest.raises(serialization.Broken):
        serialization.read_attachment(io.BytesIO((2).to_bytes(8, "little") + b"{}"))


def test_it_is_off_unless_the_county_switches_it_on(people, need, adds, settings):
    line = adds(people.contact, need)
    settings.ATTACHMENTS = False
    verbs = {attaching.take: {"key": line.row.pk}, attaching.remove: {"key": line.row.pk}}
    for verb, told in verbs.items():
        with pytest.raises(Conflict):
            people.contact.does(verb, need, **told)
    with pytest.raises(Conflict):
        listed(people.contact, need)
    with pytest.raises(Conflict) as refused:
        adds(people.contact, need)
    assert "GRIDMAP_ATTACHMENTS" in refused.value.remedy


def test_each_is_on_record_without_its_name(people, need, adds):
    line = adds(people.contact, need)
    taken(people.village, need, line)
    taken(people.village, need, line)
    people.contact.does(attaching.remove, need, key=line.row.pk)
    told = AccessEntry.objects.filter(action__startswith="attachment_")
    assert sorted(entry.action for entry in told) == [
        "attachment_added", "attachment_removed", "attachment_taken", "attachment_taken",
    ]  # fmt: skip
    assert all(entry.subject == need.number and "例" not in str(entry.details) for entry in told)
    assert not Attachment.objects.exists()


def test_an_id_number_in_its_name_is_left_out(people, need, adds):
    assert "110101199003074477" not in adds(people.contact, need, "110101199003074477.pdf").name


def test_who_added_it_removes_it_until_the_need_has_ended(people, need, adds):
    line = adds(people.contact, need)
    with pytest.raises(Conflict):
        people.village.does(attaching.remove, need, key=line.row.pk)
    people.contact.does(moving.withdraw, need, reason="例")
    with pytest.raises(Conflict):
        people.contact.does(attaching.remove, need, key=line.row.pk)
    with pytest.raises(Conflict):
        adds(people.contact, need)
    assert not attaching.may_attach(
        need.__class__.objects.get(), by=people.contact.by, scope=people.contact.scope
    )
    assert listed(people.contact, need) == ["例.pdf"]


def test_a_large_leader_reads_and_adds_none(people, need, adds):
    adds(people.contact, need)
    assert listed(people.large, need) == ["例.pdf"]
    with pytest.raises(NotAllowed):
        adds(people.large, need)


def test_of_another_need_it_is_not_there(people, need, home, adds):
    line = adds(people.contact, need)
    other = people.contact.records(home, text="例二")
    with pytest.raises(NotFound):
        people.contact.does(attaching.take, other, key=line.row.pk)


def test_there_are_not_too_many(people, need, adds, monkeypatch):
    monkeypatch.setattr(attaching, "MOST", 1)
    adds(people.contact, need)
    with pytest.raises(Conflict):
        adds(people.contact, need)


def test_of_a_sensitive_need_none_is_shown_below_nor_to_who_recorded_it(people, home, adds):
    need = people.contact.records(home, sensitive=True, named=[people.village.by.pk], text="例")
    line = adds(people.township, need)
    assert taken(people.county, need, line) == PDF
    assert {name for name in EVERYBODY if by_sql(getattr(people, name), "attachment")} == {
        "township",
        "county",
    }
    with pytest.raises(NotAllowed):
        taken(people.contact, need, line)
    with pytest.raises(NotAllowed):
        adds(people.contact, need)
    for name in set(EVERYBODY) - {"contact", "township", "county"}:
        desk = getattr(people, name)
        with pytest.raises((NotFound, NotAllowed)):
            find_need(need.number, by=desk.by, scope=desk.scope)


def test_a_department_with_an_assignment_sees_none(people, need, adds, water):
    people.village.does(moving.accept, need)
    people.village.does(moving.escalate, need, reason="例")
    people.township.does(moving.escalate, need, reason="例")
    adds(people.county, need)
    people.county.does(assign, need, department=water, area=water.area, task="例")
    assert (by_sql(people.water, "assignment"), by_sql(people.water, "attachment")) == (1, 0)
    assert by_sql(people.county, "attachment") == 1


@pytest.mark.parametrize("values", [{"kind": "exe"}, {"size": 0}, {"size": reading.LARGEST + 1}])
def test_the_database_takes_no_other_kind_or_size(need, values):
    told = {"kind": "pdf", "size": 1, "sealed_name": b"0", "content": b"0", "by": need.by, "at": v.NOON}
    with owner(), pytest.raises(IntegrityError, match="attachment_"), transaction.atomic():
        Attachment.objects.create(need=need, **told | values)


def test_the_web_role_changes_none(people, need, adds):
    adds(people.contact, need)
    with owner(), rls.as_web_role(), transaction.atomic():
        scope_in_force(people.contact.by, on=today())
        with connection.cursor() as cursor, pytest.raises(ProgrammingError, match="permission denied"):
            cursor.execute("UPDATE geodata_attachment SET kind = 'png'")
        transaction.set_rollback(True)


@pytest.mark.owner("manage.py forget is a command of the owner")
def test_it_goes_with_the_words_of_its_need(people, need, adds):
    adds(people.contact, need)
    people.contact.does(moving.withdraw, need, reason="例")
    ended = v.NOON.date()
    forget(on=ended.replace(year=ended.year + 4), apply=True)
    assert Attachment.objects.exists()
    forget(on=ended.replace(year=ended.year + 5, month=12, day=28), apply=True)
    assert not Attachment.objects.exists()
