"""No caller holds more than a share of the threads: see api/web/shares.py."""

from collections.abc import Iterable, Iterator
from typing import cast

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse

from api.web.addresses import for_programs
from api.web.callers import client_network
from api.web.errors import TOO_MUCH_AT_ONCE, problem
from api.web.shares import AGAIN_AFTER, THREADS, Hold
from geodata.accounts.models import User
from geodata.base.scope import Scope
from gridmap.error_pages import page_of
from gridmap.middleware import Answer


class Shares:
    """A signed-in user, or one network where nobody has signed in. Whose a token is, only the API's views find out."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        hold = Hold(THREADS)
        request.share = hold  # type: ignore[attr-defined]
        if not _tells_by_token(request) and not hold.move_to(_caller(request)):
            return too_much_at_once(request)
        try:
            response = self.get_response(request)
        except BaseException:
            hold.release()
            raise
        if isinstance(response, StreamingHttpResponse) and not response.is_async:
            response.streaming_content = UntilSent(cast("Iterable[bytes]", response.streaming_content), hold)
        else:
            hold.release()
        return response


class UntilSent:
    """The thread of a stream is busy until its last piece is sent, or nobody waits for it any more."""

    def __init__(self, content: Iterable[bytes], hold: Hold) -> None:
        self.pieces, self.hold = iter(content), hold

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        try:
            return next(self.pieces)
        except BaseException:
            self.hold.release()
            raise

    def close(self) -> None:
        """Asked by the response when it is closed."""
        self.hold.release()


def _tells_by_token(request: HttpRequest) -> bool:
    return for_programs(request.path_info) and "Authorization" in request.headers


def _caller(request: HttpRequest) -> str:
    return f"user {request.user.pk}" if isinstance(request.user, User) else f"from {client_network(request)}"


def too_much_at_once(request: HttpRequest) -> HttpResponse:
    message = str(TOO_MUCH_AT_ONCE)
    if for_programs(request.path_info):
        answer = problem(request, 429, message)
    else:
        # The page that says so asks for no menu.
        request.scope = Scope()  # type: ignore[attr-defined]
        answer = page_of(request, 429, message=message)
    answer["Retry-After"] = str(AGAIN_AFTER)
    return answer
