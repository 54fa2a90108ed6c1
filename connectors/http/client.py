"""One HTTP client for all sources: polite, bounded in time and size, closed about secrets."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import httpx2

from connectors.errors import (
    BadAnswer,
    Blocked,
    ConnectorError,
    LoginWall,
    NoData,
    RateLimited,
    Refused,
    Unavailable,
)
from connectors.http.deadline import Deadline
from connectors.http.retry import RetryPolicy, parse_retry_after
from connectors.redaction import redact

MAX_BODY = 20_000_000  # bytes after decompression
REDIRECTS = 3
_SIGN_IN = ("login", "signin", "sign_in", "sign-in", "consent", "accounts.", "challenge")


@dataclass(frozen=True, slots=True)
class Answer:
    """A successful answer: the decompressed body and where it came from, secrets removed."""

    body: bytes
    content_type: str
    url: str
    received_at: datetime


class HttpClient:
    """GET with a size cap, a deadline, retries and no way off the host it was sent to."""

    def __init__(
        self,
        *,
        user_agent: str,
        transport: httpx2.BaseTransport | None = None,
        policy: RetryPolicy | None = None,
        max_body: int = MAX_BODY,
        timeout: float = 8.0,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._policy = policy or RetryPolicy()
        self._max_body = max_body
        self._timeout = timeout
        self._now = now
        self._client = httpx2.Client(
            transport=transport,
            trust_env=False,  # no proxy or netrc slips in from the environment
            follow_redirects=False,
            headers={"user-agent": user_agent, "accept-encoding": "gzip"},
        )

    def __enter__(self) -> HttpClient:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the connections."""
        self._client.close()

    def get(
        self,
        url: str,
        *,
        deadline: Deadline,
        source: str,
        params: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """The answer to a GET, retried within the deadline.

        Raises one of `connectors.errors`; `source` is named in the message.
        """
        address = httpx2.URL(url, params=dict(params)) if params else httpx2.URL(url)
        try:
            return self._policy.call(
                lambda: self._follow(address, dict(headers or {}), deadline, source),
                deadline=deadline,
            )
        except ConnectorError as error:
            error.source = source
            raise

    def _follow(
        self, url: httpx2.URL, headers: dict[str, str], deadline: Deadline, source: str
    ) -> Answer:
        origin = url.host
        for _ in range(REDIRECTS + 1):
            answer = self._once(url, headers, deadline, source)
            if isinstance(answer, Answer):
                return answer
            target = url.join(answer)
            if any(word in f"{target.host}{target.path}".lower() for word in _SIGN_IN):
                raise LoginWall(
                    f"{source}: sent to a sign-in or consent page at {target.host}. Nothing was "
                    "read; import an export of your own instead."
                )
            if target.host != origin or (url.scheme == "https" and target.scheme != "https"):
                raise Refused(
                    f"{source}: sent on to another host ({target.host}), which is not followed. "
                    "Report it, the source may have moved."
                )
            url = target
        raise Refused(f"{source}: more than {REDIRECTS} redirects. Try again later.")

    def _once(
        self, url: httpx2.URL, headers: dict[str, str], deadline: Deadline, source: str
    ) -> Answer | str:
        deadline.check(source)
        try:
            with self._client.stream(
                "GET", url, headers=headers, timeout=max(0.05, min(self._timeout, deadline.left))
            ) as response:
                location = response.headers.get("location")
                if response.is_redirect and location:
                    return location
                self._raise_for_status(response, source)
                return Answer(
                    body=self._read(response, deadline, source),
                    content_type=response.headers.get("content-type", ""),
                    url=redact(str(url)),
                    received_at=self._now(),
                )
        except httpx2.TimeoutException as error:
            deadline.check(source)
            raise Unavailable(f"{source}: timed out. Try again later.") from error
        except (httpx2.TransportError, httpx2.StreamError) as error:
            raise Unavailable(
                f"{source}: no connection ({type(error).__name__}). Check the network, "
                "or work with recorded signals."
            ) from error
        except httpx2.InvalidURL as error:
            raise Refused(f"{source}: the address sent on to is not valid.") from error

    def _raise_for_status(self, response: httpx2.Response, source: str) -> None:
        status = response.status_code
        if status in (200, 203):
            return
        if status == 429:
            retry_after = parse_retry_after(response.headers.get("retry-after"), self._now())
            raise RateLimited(
                f"{source}: asked too often (429). It is asked again at the next run.",
                retry_after=retry_after,
            )
        if status == 404 or status in (204, 410):
            raise NoData(f"{source}: nothing there for this question ({status}).")
        if status in (401, 407):
            raise LoginWall(f"{source}: wants a sign-in ({status}). Nothing was read.")
        if status in (403, 451):
            raise Blocked(
                f"{source}: refuses this machine ({status}). Set PODPUSHER_CONTACT, wait a day, "
                "or import an export of your own."
            )
        if status >= 500 or status in (408, 425):
            raise Unavailable(f"{source}: server error {status}. Try again later.")
        raise Refused(f"{source}: unexpected status {status}. Report it with the log.")

    def _read(self, response: httpx2.Response, deadline: Deadline, source: str) -> bytes:
        encoding = response.headers.get("content-encoding", "identity").strip().lower()
        if encoding not in ("identity", "", "gzip", "deflate"):
            raise BadAnswer(f"{source}: an encoding that was not asked for ({encoding}).")
        inflate = zlib.decompressobj(wbits=47) if encoding in ("gzip", "deflate") else None
        body = bytearray()
        try:
            for chunk in response.iter_raw():
                deadline.check(source)
                room = self._max_body - len(body) + 1
                body += inflate.decompress(chunk, room) if inflate else chunk[:room]
                if len(body) > self._max_body:
                    raise BadAnswer(
                        f"{source}: the answer is larger than {self._max_body:,} bytes and was "
                        "dropped. Report it, the source may have changed."
                    )
        except zlib.error as error:
            raise BadAnswer(f"{source}: damaged compression. Try again later.") from error
        if inflate and not inflate.eof and body:
            raise Unavailable(f"{source}: the answer ended early. Try again later.")
        return bytes(body)


def json_body(answer: Answer | bytes, source: str) -> Any:
    """The parsed JSON of an answer. Raises BadAnswer when it is not JSON."""
    import orjson

    payload = answer.body if isinstance(answer, Answer) else answer
    try:
        return orjson.loads(payload)
    except orjson.JSONDecodeError as error:
        raise BadAnswer(
            f"{source}: the answer is not complete JSON. It was kept; try again later."
        ) from error
