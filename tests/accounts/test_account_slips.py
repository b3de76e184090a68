"""The command that makes slips on the server."""

import re
import stat
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from pypdf import PdfReader

from geodata.accounts.links import holder_of, use_link
from geodata.audit.models import AccessEntry
from tests import village as v

pytestmark = [pytest.mark.django_db, pytest.mark.owner("a command of the owner")]
ADDRESS = re.compile(r"https://grid\.example/link/(\d+)/([a-z0-9-]{14})/")


@pytest.fixture
def places(bare_county):
    for _number in range(3):
        v.member(bare_county.west)
    return bare_county


def made(places, out, *more):
    said = StringIO()
    told = ["--village", places.west.code, "--out", str(out), "--address", "https://grid.example/"]
    call_command("account_slips", *told, *more, stdout=said)
    return said.getvalue()


def links_in(out):
    text = "".join("".join(page.extract_text().split()) for page in PdfReader(out).pages)
    return ADDRESS.findall(text), text


def test_one_login_a_slip_and_each_link_works_once(places, tmp_path):
    made(places, tmp_path / "slips.pdf")
    links, text = links_in(tmp_path / "slips.pdf")
    users = [holder_of(*link) for link in links]
    assert len({user.pk for user in users}) == len(links) == 3
    assert all(text.count(user.username) == 1 for user in users)
    for link in links:
        assert use_link(*link, password="nine green bottles")
        assert use_link(*link, password="nine green bottles") is None


def test_the_file_is_the_owners_alone(places, tmp_path):
    made(places, tmp_path / "slips.pdf")
    assert stat.S_IMODE((tmp_path / "slips.pdf").stat().st_mode) == 0o600


def test_a_file_that_is_there_is_never_written_to_nor_a_link_in_its_place(places, tmp_path):
    there, elsewhere = tmp_path / "slips.pdf", tmp_path / "elsewhere"
    there.write_text("kept")
    (tmp_path / "link.pdf").symlink_to(elsewhere)
    for out in (there, tmp_path / "link.pdf", tmp_path / "nowhere" / "slips.pdf"):
        with pytest.raises(CommandError):
            made(places, out)
    assert there.read_text() == "kept"
    assert not elsewhere.exists()
    assert not AccessEntry.objects.exists()


def test_the_issuing_is_on_record(places, tmp_path):
    made(places, tmp_path / "slips.pdf")
    entries = AccessEntry.objects.filter(action="link_issued")
    assert {(entry.user, entry.details["by"], entry.details["kind"]) for entry in entries} == {
        (None, "command", "slip")
    }
    assert len(set(entries.values_list("subject", flat=True))) == 3


def test_what_is_refused_or_fails_leaves_no_file_and_no_link(places, tmp_path, monkeypatch):
    made(places, tmp_path / "first.pdf")
    links, _text = links_in(tmp_path / "first.pdf")
    with pytest.raises(CommandError):
        made(places, tmp_path / "second.pdf")
    monkeypatch.setattr("geodata.management.commands.account_slips.slips_pdf", lambda *_, **__: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        made(places, tmp_path / "third.pdf", "--again")
    assert [path.name for path in tmp_path.iterdir()] == ["first.pdf"]
    assert all(holder_of(*link) for link in links)


def test_again_ends_the_earlier_links(places, tmp_path):
    made(places, tmp_path / "first.pdf")
    made(places, tmp_path / "second.pdf", "--again")
    assert not any(holder_of(*link) for link in links_in(tmp_path / "first.pdf")[0])
    assert all(holder_of(*link) for link in links_in(tmp_path / "second.pdf")[0])


def test_there_is_no_such_village(places, tmp_path):
    with pytest.raises(CommandError):
        call_command("account_slips", "--village", "430382100299", "--out", str(tmp_path / "a.pdf"))
    assert not list(tmp_path.iterdir())
