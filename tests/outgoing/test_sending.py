"""Notices that go outside: once, without a name, at the time that was chosen; and what happens when they do not arrive."""

import datetime as dt
import email
import json
import uuid
from email import policy

import pytest
from django.utils import timezone

from geodata.audit.models import AccessEntry, Notice
from geodata.audit.notices import tell
from geodata.base.errors import BadInput, NotAllowed
from geodata.contacts.rights import scope_of
from geodata.needs.concept import NoticeKind
from geodata.outgoing import sending, webhooks
from geodata.outgoing.addresses import choose, set_address
from geodata.outgoing.models import MailAddress, Outgoing
from geodata.outgoing.queueing import queue
from geodata.outgoing.sending import LOST, WAITS, send_waiting
from tests import village as v
from tests.outgoing.loopback import smtp

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.owner("the service sees the messages of all; each verb takes its own role"),
]

NUMBER = "430382100-2026-0001"
MORNING = dt.datetime(2026, 3, 2, 8, 1, tzinfo=timezone.get_default_timezone())
BEFORE = MORNING - dt.timedelta(hours=9)
HOUR = dt.timedelta(hours=1)


@pytest.fixture(autouse=True)
def served(settings):
    settings.ADDRESS = "https://gridmap.example.cn"
    settings.EMAIL_HOST = "127.0.0.1"
    settings.DEFAULT_FROM_EMAIL = "gridmap@example.cn"
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_USE_SSL = settings.EMAIL_USE_TLS = False
    settings.WEBHOOKS = {}


def reader(wanted: str = "daily"):
    user = v.user()
    MailAddress.objects.create(user=user, address="li@example.cn", wanted=wanted, since=BEFORE - HOUR)
    return user


def told(user, *, kind: str = NoticeKind.NEED_NEW, subject: str = NUMBER, at: dt.datetime = BEFORE) -> None:
    tell([user.pk], kind=kind, subject=subject, link=f"/needs/{NUMBER}/", at=at)


def run(callbacks, at: dt.datetime) -> None:
    """What the worker does every five minutes."""
    with callbacks(execute=True):
        queue(at=at)
        send_waiting(at=at)


def letter(text: str) -> tuple[str, str]:
    message = email.message_from_string(text, policy=policy.default)
    return str(message["subject"]), message.get_content()


def test_what_was_told_comes_once_in_the_morning_with_number_and_link(
    settings, django_capture_on_commit_callbacks
):
    user = reader()
    told(user)
    told(user, subject="例某某 2026-03-01")
    with smtp() as server:
        settings.EMAIL_PORT = server.port
        run(django_capture_on_commit_callbacks, MORNING - HOUR)
        assert server.letters == []
        for minutes in (0, 5, 600):
            run(django_capture_on_commit_callbacks, MORNING + dt.timedelta(minutes=minutes))
        [text] = server.letters
    subject, body = letter(text)
    assert "2" in subject and NUMBER in body and f"https://gridmap.example.cn/needs/{NUMBER}/" in body
    assert "例某某" not in text and "例某某" not in body
    assert Outgoing.objects.get().state == "sent"


def test_what_was_read_or_is_not_wanted_is_not_sent(django_capture_on_commit_callbacks):
    user, other = reader(), reader("nothing")
    told(user)
    told(other)
    Notice.objects.filter(user=user).update(read_on=BEFORE.date())
    assert queue(at=MORNING) == 0


def test_an_urgent_one_does_not_wait_for_the_morning():
    user, calm = reader("urgent"), reader("daily")
    for one in (user, calm):
        told(one, kind=NoticeKind.NEED_LATE, subject="3")
    told(user)
    assert queue(at=BEFORE + HOUR) == 1
    assert queue(at=BEFORE + HOUR) == 0
    message = Outgoing.objects.get()
    assert (message.occasion, message.user, len(message.notices)) == ("urgent", user, 1)


def test_killed_between_claiming_and_writing_down_it_goes_out_once(
    settings, monkeypatch, django_capture_on_commit_callbacks
):
    told(reader())
    noted = sending._note
    monkeypatch.setattr(sending, "_note", lambda *_args, **_told: (_ for _ in ()).throw(KeyboardInterrupt))
    with smtp() as server:
        settings.EMAIL_PORT = server.port
        with pytest.raises(KeyboardInterrupt):
            run(django_capture_on_commit_callbacks, MORNING)
        monkeypatch.setattr(sending, "_note", noted)
        for later in (dt.timedelta(minutes=5), LOST + HOUR):
            run(django_capture_on_commit_callbacks, MORNING + later)
        assert len(server.letters) == 1
    assert Outgoing.objects.get().state == "unsure"


def test_what_is_refused_is_tried_again_later_and_in_the_end_told_to_the_administrator(
    settings, django_capture_on_commit_callbacks
):
    boss = v.officer("administrator", None)
    told(reader())
    with smtp(answer="451 later") as server:
        settings.EMAIL_PORT = server.port
        run(django_capture_on_commit_callbacks, MORNING)
        message = Outgoing.objects.get()
        assert (message.state, message.tries) == ("waiting", 1) and "li@example.cn" not in message.why
        for _wait in WAITS:
            with django_capture_on_commit_callbacks(execute=True):
                send_waiting(at=Outgoing.objects.get().next_at)
        assert server.letters == []
    assert Outgoing.objects.get().state == "failed"
    assert Notice.objects.filter(user=boss, kind="not_sent").count() == 1


def test_a_county_hears_of_its_needs_in_its_group_chat_without_a_name(
    settings, monkeypatch, django_capture_on_commit_callbacks
):
    places = v.county()
    settings.EMAIL_HOST, settings.WEBHOOKS = (
        "",
        {places.county.code: "https://chat.example.cn/send?key=secret"},
    )
    for _each in range(2):
        told(v.officer("county_officer", places.county), at=MORNING)
    told(v.officer("township_officer", places.town), at=MORNING)
    posted = []
    monkeypatch.setattr(sending, "post", posted.append)
    run(django_capture_on_commit_callbacks, MORNING)
    run(django_capture_on_commit_callbacks, MORNING + HOUR)
    [message] = posted
    assert (message.county, len(message.lines), len(message.notices)) == (places.county.code, 1, 2)
    assert NUMBER in webhooks.body(message)


def test_a_chat_is_told_no_more_than_it_takes_and_each_notice_whole():
    lines = [
        {
            "kind": "need_new",
            "subject": f"{NUMBER[:-4]}{number:04}",
            "link": f"/needs/{NUMBER[:-4]}{number:04}/",
        }
        for number in range(1, 61)
    ]
    long = Outgoing(occasion="county", county="430382", lines=lines, notices=[uuid.uuid4()] * 60)
    text = webhooks.words(long)
    assert "60" in text.partition("\n")[0] and 1800 < len(text.encode()) <= 2048
    assert all(line.endswith("/") for line in text.split("\n\n")[1:])
    short = Outgoing(occasion="county", county="430382", lines=lines[:2], notices=long.notices[:2])
    assert webhooks.words(short).endswith(webhooks.body(short))


class Answer:
    def __init__(self, status: int, said: object) -> None:
        self.status, self.said = status, said

    def read(self, _most: int) -> bytes:
        return json.dumps(self.said).encode()


@pytest.mark.parametrize(("status", "said"), [(302, {}), (500, {}), (200, {"errcode": 93000})])
def test_a_redirect_or_an_error_of_the_chat_is_no_success(status, said):
    with pytest.raises(webhooks.Refused):
        webhooks._check(Answer(status, said))
    webhooks._check(Answer(200, {"errcode": 0}))


def test_no_host_of_a_private_network_is_called(settings):
    settings.WEBHOOK_PRIVATE = False
    with pytest.raises(webhooks.Refused):
        webhooks.look_up("127.0.0.1", 443)
    settings.WEBHOOK_PRIVATE = True
    assert webhooks.look_up("127.0.0.1", 443) == "127.0.0.1"


def test_the_administrator_enters_the_address_and_its_user_alone_chooses():
    boss, office, user = (
        v.officer("administrator", None),
        v.officer("county_officer", v.county().county),
        v.user(),
    )
    on = MORNING.date()
    with pytest.raises(NotAllowed):
        set_address(user=user, address="li@example.cn", by=office, scope=scope_of(office, on=on), at=MORNING)
    with pytest.raises(BadInput):
        set_address(user=user, address="li", by=boss, scope=scope_of(boss, on=on), at=MORNING)
    with pytest.raises(BadInput):
        choose(user=user, wanted="daily", at=MORNING)
    set_address(user=user, address=" li@example.cn ", by=boss, scope=scope_of(boss, on=on), at=MORNING)
    with pytest.raises(BadInput):
        choose(user=user, wanted="hourly", at=MORNING)
    choose(user=user, wanted="urgent", at=MORNING)
    set_address(user=user, address="li@example.cn", by=boss, scope=scope_of(boss, on=on), at=MORNING)
    row = MailAddress.objects.get()
    assert (row.address, row.wanted) == ("li@example.cn", "urgent")
    set_address(user=user, address="wang@example.cn", by=boss, scope=scope_of(boss, on=on), at=MORNING)
    assert MailAddress.objects.get().wanted == "nothing"
    assert {"mail_address_set", "mail_wanted"} <= set(AccessEntry.objects.values_list("action", flat=True))


def test_what_nobody_is_to_get_any_more_is_not_called_sent(django_capture_on_commit_callbacks):
    told(reader())
    assert queue(at=MORNING) == 1
    MailAddress.objects.update(wanted="nothing")
    run(django_capture_on_commit_callbacks, MORNING)
    message = Outgoing.objects.get()
    assert (message.state, message.why) == ("failed", "no address")
    assert not Notice.objects.filter(kind="not_sent").exists()
