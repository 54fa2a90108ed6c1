"""What came back: statuses as named errors, and the body within its bounds."""

from __future__ import annotations

import socket
import ssl
import zlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

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
from connectors.http.retry import parse_retry_after

LONGEST_REFUSAL: Final = 20_000  # bytes
_GOOD: Final = {"GET": (200, 203), "POST": (200, 201, 202, 203)}


@dataclass(frozen=True, slots=True)
class Answer:
    """A successful answer: the decompressed body and where it came from, secrets removed."""

    body: bytes
    content_type: str
    url: str
    received_at: datetime


def raise_for_status(response: httpx2.Response, source: str, now: datetime) -> None:
    """Raise one of `connectors.errors` unless the status is a good one."""
    status = response.status_code
    if status in _GOOD[response.request.method]:
        return
    if status == 429:
        retry_after = parse_retry_after(response.headers.get("retry-after"), now)
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


def read_body(response: httpx2.Response, most: int, deadline: Deadline, source: str) -> bytes:
    """The decompressed body, of `most` bytes at most, read before the deadline.

    Raises BadAnswer for what is larger, damaged or packed in a way that was not asked for,
    Unavailable for what ends early, DeadlineExceeded for what drips too slowly.
    """
    encoding = response.headers.get("content-encoding", "identity").strip().lower()
    if encoding not in ("identity", "", "gzip", "deflate"):
        raise BadAnswer(f"{source}: an encoding that was not asked for ({encoding[:20]}).")
    inflate = zlib.decompressobj(wbits=47) if encoding in ("gzip", "deflate") else None
    body = bytearray()
    try:
        for chunk in response.iter_raw():
            deadline.check(source)
            room = most - len(body) + 1
            body += inflate.decompress(chunk, room) if inflate else chunk[:room]
            if len(body) > most:
                raise BadAnswer(
                    f"{source}: the answer is larger than {most:,} bytes and was "
                    "dropped. Report it, the source may have changed."
                )
    except zlib.error:
        raise BadAnswer(f"{source}: damaged compression. Try again later.") from None
    if inflate and not inflate.eof and body:
        raise Unavailable(f"{source}: the answer ended early. Try again later.")
    return bytes(body)


def read_refusal(response: httpx2.Response, deadline: Deadline, source: str) -> bytes:
    """The JSON that an API sends with a refusal; empty when there is none or it cannot be read."""
    if "json" not in response.headers.get("content-type", ""):
        return b""
    try:
        return read_body(response, LONGEST_REFUSAL, deadline, source)
    except (ConnectorError, httpx2.HTTPError, httpx2.StreamError):
        return b""  # the status alone is what the source is known by


def no_connection(error: Exception, source: str) -> Unavailable:
    """The error for a connection that failed. It repeats no word that came from outside."""
    return Unavailable(
        f"{source}: no connection ({_reason(error)}). Check the network, or work with recorded "
        "signals."
    )


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


def _reason(error: Exception) -> str:
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return "the certificate is not valid for the host"
        if isinstance(cause, socket.gaierror):
            return "the name is not known"
        if isinstance(cause, ConnectionRefusedError):
            return "connection refused"
        cause = cause.__cause__ or cause.__context__
    return type(error).__name__
