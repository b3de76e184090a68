"""Files of a need on its page and by API: only where they are switched on, to be saved and never shown."""

import uuid

import pytest
from django.conf import settings as django_settings
from django.core.files.uploadedfile import SimpleUploadedFile

from geodata.audit.models import AccessEntry
from geodata.needs.attachment_models import Attachment
from geodata.needs.models import Need
from gridmap import environment
from tests.needs.conftest import People, home, need, people, water
from tests.pages.conftest import reader

__all__ = ("home", "need", "people", "water")
pytestmark = pytest.mark.usefixtures("in_english")
PDF = b"%PDF-1.7\n%%EOF\n"
OFF = "Files of needs are switched off on this server."


@pytest.fixture
def switched_on(settings):
    settings.ATTACHMENTS = True


def send(who, need: Need, content: bytes = PDF, name: str = "例<b>.pdf"):
    return who.post(f"/needs/{need.number}/attachments/", {"file": SimpleUploadedFile(name, content)})


def by_api(who, method: str, need: Need, path: str = "", body: bytes = b""):
    address = f"/api/v1/needs/{need.client_id}/attachments/{path}"
    return who.client.generic(
        method, address, body, content_type="application/octet-stream", headers={"Accept-Language": "en"}
    )


def test_by_default_there_are_none(people: People, need, monkeypatch):
    monkeypatch.delenv("GRIDMAP_ATTACHMENTS", raising=False)
    assert not environment.flag("GRIDMAP_ATTACHMENTS") and not django_settings.ATTACHMENTS
    who = reader(people.contact.by)
    assert "Add the file" not in who.text(f"/needs/{need.number}/")
    assert send(who, need).status_code == 302
    assert OFF in who.text(f"/needs/{need.number}/")
    for method, path in (
        ("GET", ""),
        ("POST", "?name=a.pdf"),
        ("GET", f"{uuid.uuid4()}/"),
        ("DELETE", f"{uuid.uuid4()}/"),
    ):
        answer = by_api(who, method, need, path, PDF if method == "POST" else b"")
        assert (answer.status_code, OFF in answer.content.decode()) == (409, True), (method, path)
    assert not Attachment.objects.exists()


def test_one_is_added_taken_and_removed_by_page(people: People, need, switched_on):
    who, office = reader(people.contact.by), reader(people.village.by)
    page = f"/needs/{need.number}/"
    assert "No file was added" in who.text(page)
    assert send(who, need).status_code == 302
    key = Attachment.objects.get().pk
    shown = who.text(page)
    assert "例_b_.pdf" in shown and "Remove the file" in shown
    assert "Remove the file" not in office.text(page) and "Add the file" in office.text(page)
    assert "Add the file" not in reader(people.large.by).text(page)
    taken = office.get(f"{page}attachments/{key}/")
    assert taken.content == PDF
    assert (
        taken["X-Content-Type-Options"] == "nosniff" and taken["Content-Type"] == "application/octet-stream"
    )
    assert taken["Content-Disposition"].startswith("attachment;") and "no-store" in taken["Cache-Control"]
    assert AccessEntry.objects.filter(action="attachment_taken", user=people.village.by).count() == 1
    assert office.post(f"{page}attachments/{key}/remove/", {}).status_code == 302
    assert "Only who has added a file removes it." in office.text(page)
    assert who.post(f"{page}attachments/{key}/remove/", {}).status_code == 302
    assert "The file was removed." in who.text(page) and not Attachment.objects.exists()


def test_what_is_refused_is_said(people: People, need, switched_on):
    who, page = reader(people.contact.by), f"/needs/{need.number}/"
    send(who, need, b"<script>", "a.png")
    assert "This file is no PDF, JPG, PNG, XLSX or DOCX" in who.text(page)
    who.post(f"{page}attachments/", {})
    assert "No file was received" in who.text(page)


def test_the_same_by_api(people: People, need, switched_on):
    who, office, other = (reader(desk.by) for desk in (people.contact, people.village, people.neighbour))
    made = by_api(who, "POST", need, "?name=%E4%BE%8B.pdf", PDF)
    assert made.status_code == 201, made.content
    [line] = by_api(office, "GET", need).json()["results"]
    assert line == made.json() | {"own": False}
    assert (line["name"], line["kind"], line["size"]) == ("例.pdf", "pdf", len(PDF))
    taken = by_api(office, "GET", need, f"{line['id']}/")
    assert (taken.content, taken["X-Content-Type-Options"]) == (PDF, "nosniff")
    assert taken["Content-Disposition"].startswith("attachment;")
    assert by_api(office, "DELETE", need, f"{line['id']}/").status_code == 409
    for method, path in (
        ("GET", ""),
        ("POST", "?name=a.pdf"),
        ("GET", f"{line['id']}/"),
        ("DELETE", f"{line['id']}/"),
    ):
        assert by_api(other, method, need, path, PDF if method == "POST" else b"").status_code == 404
        assert (
            by_api(reader(people.water.by), method, need, path, PDF if method == "POST" else b"").status_code
            == 403
        )
    refused = by_api(who, "POST", need, "?name=a.png", b"<script>")
    assert (refused.status_code, by_api(who, "POST", need, "", PDF).status_code) == (400, 400)
    assert by_api(who, "DELETE", need, f"{line['id']}/").status_code == 204
    assert by_api(who, "GET", need).json() == {"results": []}


def test_the_list_of_a_sensitive_need_is_an_opening(people: People, home, switched_on):
    need = people.contact.records(home, sensitive=True, text="例")
    opened = AccessEntry.objects.filter(action="need_opened", user=people.township.by)
    assert by_api(reader(people.township.by), "GET", need).status_code == 200
    assert opened.count() == 1
    assert by_api(reader(people.contact.by), "GET", need).status_code == 403
