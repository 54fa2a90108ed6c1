"""The way out: connections go to addresses that were judged, or to the operator's own proxy."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Collection, Generator, Iterable, Iterator
from http.cookiejar import CookieJar, DefaultCookiePolicy

import httpcore2
import httpx2

from connectors.errors import DeadlineExceeded
from connectors.http.addresses import Resolve, checked_addresses
from connectors.http.deadline import Deadline, within

_CONNECTIONS = 10
_KEPT_SECONDS = 5.0


class CheckedBackend(httpcore2.NetworkBackend):
    """Opens connections to the numbers behind a name after judging them, and to nothing else.

    The name is resolved once a connection; TLS and the Host header still go by the name.
    """

    def __init__(
        self,
        *,
        allow: Collection[str] = (),
        resolve: Resolve | None = None,
        connect: httpcore2.NetworkBackend | None = None,
    ) -> None:
        self._allow = allow
        self._resolve = resolve
        self._connect = connect or httpcore2.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.NetworkStream:
        """A connection to the first judged address that answers, within `timeout` seconds.

        Raises ForbiddenAddress, httpcore2.ConnectError or httpcore2.ConnectTimeout.
        """
        deadline = Deadline(timeout if timeout is not None else 60.0)
        failure: Exception = httpcore2.ConnectError("no address")
        for address in self._addresses(host, port, deadline):
            try:
                return self._connect.connect_tcp(
                    address, port, max(0.05, deadline.left), local_address, socket_options
                )
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                failure = error
        raise failure

    def sleep(self, seconds: float) -> None:
        """Wait."""
        time.sleep(seconds)

    def _addresses(self, host: str, port: int, deadline: Deadline) -> tuple[str, ...]:
        try:
            return within(
                deadline,
                host,
                lambda: checked_addresses(host, port, resolve=self._resolve, allow=self._allow),
            )
        except DeadlineExceeded:
            raise httpcore2.ConnectTimeout("the name was not resolved in time") from None
        except OSError as error:
            raise httpcore2.ConnectError("the name is not known") from error


class CheckedTransport(httpx2.BaseTransport):
    """Requests over a pool of connections that `backend` opens."""

    def __init__(self, backend: httpcore2.NetworkBackend) -> None:
        self._pool = httpcore2.ConnectionPool(
            ssl_context=httpx2.create_ssl_context(trust_env=False),
            max_connections=_CONNECTIONS,
            keepalive_expiry=_KEPT_SECONDS,
            network_backend=backend,
        )

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """Send it; failures are httpx2's own."""
        url = httpcore2.URL(
            scheme=request.url.raw_scheme,
            host=request.url.raw_host,
            port=request.url.port,
            target=request.url.raw_path,
        )
        with _own_failures():
            answer = self._pool.handle_request(
                httpcore2.Request(
                    method=request.method,
                    url=url,
                    headers=request.headers.raw,
                    content=request.stream,
                    extensions=request.extensions,
                )
            )
        return httpx2.Response(
            status_code=answer.status,
            headers=answer.headers,
            stream=_Body(answer),
            extensions=answer.extensions,
        )

    def close(self) -> None:
        """Let go of the connections."""
        self._pool.close()


def new_client(transport: httpx2.BaseTransport, user_agent: str) -> httpx2.Client:
    """A client that keeps no cookies, follows no redirects and heeds no environment variable."""
    return httpx2.Client(
        transport=transport,
        trust_env=False,  # no proxy or netrc slips in
        follow_redirects=False,
        cookies=CookieJar(policy=DefaultCookiePolicy(allowed_domains=[])),
        headers={"user-agent": user_agent, "accept-encoding": "gzip"},
    )


class _Body(httpx2.SyncByteStream):
    """The body as it arrives."""

    def __init__(self, answer: httpcore2.Response) -> None:
        self._answer = answer

    def __iter__(self) -> Iterator[bytes]:
        with _own_failures():
            yield from self._answer.iter_stream()

    def close(self) -> None:
        self._answer.close()


@contextlib.contextmanager
def _own_failures() -> Generator[None]:
    """Failures of the pool as httpx2 names them: both call them the same."""
    try:
        yield
    except (
        httpcore2.TimeoutException,
        httpcore2.NetworkError,
        httpcore2.ProtocolError,
        httpcore2.UnsupportedProtocol,
    ) as error:
        kind: type[httpx2.TransportError] = getattr(httpx2, type(error).__name__)
        raise kind(str(error)) from error
