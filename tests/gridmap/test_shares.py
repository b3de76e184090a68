"""One caller holds no more than a share of the threads."""

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.test import Client
from django.utils import timezone

from api.web import shares
from api.web.shares import Hold, Threads
from geodata.accounts.models import ApiToken
from tests import village as v
from tests.patience import PATIENCE, until

THREADS = 4


@pytest.fixture
def threads(settings, monkeypatch) -> Threads:
    settings.WEB_THREADS = THREADS
    monkeypatch.setattr(shares, "PATIENCE", 0.1)
    return Threads()


def test_a_caller_holds_half_of_the_threads_and_others_the_rest(threads):
    assert [threads.take("greedy") for _ in range(3)] == [True, True, False]
    assert [threads.take("modest") for _ in range(2)] == [True, True]


@pytest.mark.parametrize(("of", "held"), [(1, 1), (2, 1), (3, 1), (4, 2), (9, 4)])
def test_it_is_half_and_at_least_one(settings, of, held):
    settings.WEB_THREADS = of
    assert shares.share() == held


@pytest.mark.parametrize("of", range(1, 12))
def test_with_its_share_held_and_the_others_waiting_a_thread_is_left_over(settings, of):
    settings.WEB_THREADS = of
    assert shares.share() + shares.most_waiting() < of or of == 1


def test_what_is_given_back_is_there_for_whoever_waits(threads, monkeypatch):
    monkeypatch.setattr(shares, "PATIENCE", PATIENCE)
    holds = [Hold(threads) for _ in range(2)]
    assert [hold.move_to("one") for hold in holds] == [True, True]
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(threads.take, "one")
        holds[0].release()
        assert waiting.result(timeout=PATIENCE)


def test_only_so_many_wait_that_a_thread_is_left_over(threads, monkeypatch):
    monkeypatch.setattr(shares, "PATIENCE", PATIENCE)
    assert threads.take("one") and threads.take("one")
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(threads.take, "one")
        until(lambda: threads.waiting)
        assert not threads.take("one")
        threads.give_back("one")
        assert waiting.result(timeout=PATIENCE)


def test_a_hold_is_given_back_once_and_with_its_last_owner(threads):
    hold = Hold(threads)
    hold.move_to("one")
    hold.release()
    hold.release()
    assert not threads.held
    hold.move_to("one")
    del hold
    assert not threads.held


@pytest.fixture
def full(threads, monkeypatch) -> Callable[[str], None]:
    """As if that caller held its share already."""
    monkeypatch.setattr(shares.THREADS, "held", threads.held)
    monkeypatch.setattr(shares, "most_waiting", lambda: 0)
    return lambda who: threads.held.update({who: shares.share()})


def test_the_api_says_so_with_a_problem_document_whoever_the_token_is_of(bare_county, full):
    user = v.officer("village_officer", bare_county.west)
    token = ApiToken.issue(user=user, at=timezone.now())
    full(f"user {user.pk}")
    headers = {"Authorization": f"Bearer {token}", "Accept-Language": "en"}
    answer = Client(headers=headers).get("/api/v1/me/")
    document = json.loads(answer.content)
    assert (answer.status_code, answer["Retry-After"]) == (429, "2")
    assert answer["Content-Type"] == "application/problem+json"
    assert document["detail"] == "That is too much at once. Wait for a response, then try again."


def test_so_it_does_to_the_session_of_a_page(bare_county, full):
    user, client = v.officer("village_officer", bare_county.west), Client()
    client.force_login(user)
    full(f"user {user.pk}")
    answer = client.get("/api/v1/me/")
    assert (answer.status_code, answer["Content-Type"]) == (429, "application/problem+json")


@pytest.mark.parametrize("path", ["/login/", "/api/v1/schema/"])
def test_without_a_login_it_is_a_share_of_the_network(db, full, path):
    full("from 127.0.0.1")
    assert Client().get(path).status_code == 429
    assert Client(REMOTE_ADDR="192.0.2.7").get(path).status_code == 200
    assert Client().get("/healthz").status_code != 429


def test_a_stream_is_held_until_its_last_piece(bare_county, full, threads):
    client, user = Client(), v.officer("village_officer", bare_county.west)
    client.force_login(user)
    answer = client.get("/exports/430382100201/households.csv")
    assert threads.held == {f"user {user.pk}": 1}
    assert b"".join(answer.streaming_content)
    assert not threads.held
    answer = client.get("/exports/430382100201/households.csv")
    answer.close()
    assert not threads.held
