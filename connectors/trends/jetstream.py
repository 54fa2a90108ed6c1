"""What a Jetstream server says: counts of a window, recorded events, a refusal to open a socket."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, NoReturn
from urllib.parse import quote

from connectors.errors import (
    BadAnswer,
    Blocked,
    LoginWall,
    RateLimited,
    Refused,
    Unavailable,
    UnknownMarkup,
)
from connectors.http.retry import parse_retry_after
from connectors.trends.base import Parsed, naive_utc
from connectors.trends.figures import whole
from connectors.trends.hashtag_window import HashtagWindow
from connectors.trends.pages import refuse_pages
from connectors.trends.rows import RowGatherer
from connectors.trends.walk import objects
from domain.signals import Kind, Metric, Period

if TYPE_CHECKING:
    from websockets.http11 import Response

TAGGED_AMONG = 1000  # posts; so many without a single hashtag mean a new shape of posts
_SIGN_IN = ("login", "signin", "sign_in", "sign-in", "consent", "accounts.")


def read_json(message: str | bytes) -> Any:
    """The parsed message, or None when it is not JSON."""
    import orjson

    try:
        return orjson.loads(message)
    except orjson.JSONDecodeError:
        return None


def parse_window(body: dict[str, Any], source: str) -> Parsed:
    """Rows of the counts that a visit landed."""
    try:
        ended = naive_utc(datetime.fromisoformat(str(body["to"])))
    except (KeyError, ValueError) as error:
        raise BadAnswer(f"{source}: counts that name no window. Report it.") from error
    gathered = RowGatherer(source, "bluesky", Kind.HASHTAG, ended)
    counts: dict[str, int] = {}
    for line, (tag, shown) in enumerate(body["counts"].items(), start=1):
        count = whole(shown)
        if not tag.strip("# "):
            gathered.refuse(line, "missing_term", "a count without a tag")
        elif count is None:
            gathered.refuse(line, "bad_number", f"count {str(shown)[:60]!r}", tag)
        else:
            counts[tag] = count
    dropped = whole(body.get("dropped"))
    notes = (f"{dropped} rare hashtags were let go: there were too many.",) if dropped else ()
    partial = body.get("complete") is False
    posts = whole(body.get("posts")) or 0
    return _counted(counts, posts, gathered, len(body["counts"]), notes, partial, source)


def parse_events(payload: bytes, body: Any, captured: datetime, source: str) -> Parsed:
    """Rows of recorded events: one a line, or a list of them somewhere in a JSON document.

    `captured` (naive UTC) counts where no event says when it happened.
    """
    window = HashtagWindow(b"")
    refused: list[tuple[int, str, str]] = []
    newest = lines = 0
    for lines, event in enumerate(_events(payload, body), start=1):
        if window.take(event):
            newest = max(newest, whole(event.get("time_us")) or 0)
        elif event is None:
            refused.append((lines, "bad_json", "a line that is not complete JSON"))
        else:
            refused.append((lines, "bad_row", "not an event of the stream"))
    if not window.events:
        if body is None and all(reason == "bad_json" for _, reason, _ in refused):
            raise BadAnswer(f"{source}: no complete JSON. It was kept; try again later.")
        raise UnknownMarkup(f"{source}: neither counts nor events of the stream. Report it.")
    ended = _moment(newest) or captured
    gathered = RowGatherer(source, "bluesky", Kind.HASHTAG, ended)
    for refusal in refused:
        gathered.refuse(*refusal)
    return _counted(window.counts(), window.posts, gathered, lines, (), False, source)


def raise_for_handshake(answer: Response, source: str, now: datetime) -> NoReturn:
    """Raise what a server's answer means that opened no socket."""
    status = answer.status_code
    if status < 300:
        refuse_pages(bytes(answer.body), source)
        raise UnknownMarkup(f"{source}: an answer instead of a socket. Report it.")
    if status < 400:
        target = str(answer.headers.get("location", "")).lower()
        if any(word in target for word in _SIGN_IN):
            raise LoginWall(f"{source}: sent to a sign-in page. Nothing was read; report it.")
        raise Refused(f"{source}: sent on to another address. Report it, it may have moved.")
    if status == 429:
        raise RateLimited(
            f"{source}: asked too often (429). It is asked again at the next run.",
            retry_after=parse_retry_after(answer.headers.get("retry-after"), now),
        )
    if status in (401, 407):
        raise LoginWall(f"{source}: wants a sign-in ({status}). Nothing was read; report it.")
    if status in (403, 451):
        raise Blocked(f"{source}: refuses this machine ({status}). Wait a day.")
    if status >= 500 or status in (408, 425):
        raise Unavailable(f"{source}: server error {status}. Try again later.")
    raise Refused(f"{source}: unexpected status {status}. Report it with the log.")


def _counted(
    counts: dict[str, int],
    posts: int,
    gathered: RowGatherer,
    rows_read: int,
    notes: tuple[str, ...],
    partial: bool,
    source: str,
) -> Parsed:
    if posts >= TAGGED_AMONG and not counts and not gathered.refused:
        raise UnknownMarkup(
            f"{source}: {posts} posts and no hashtag. Posts have a new shape; report it."
        )
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    for place, (tag, count) in enumerate(ordered, start=1):
        name = tag.lstrip("#")
        url = f"https://bsky.app/hashtag/{quote(name, safe='')}"
        gathered.rank(f"#{name}", place, region="WW", line=place, url=url)
        gathered.value(
            f"#{name}",
            Metric.MENTIONS,
            count,
            period=Period.INSTANT,
            region="WW",
            line=place,
            url=url,
            partial=partial,
        )
    return gathered.parsed("bluesky_hashtags", rows_read, notes)


def _events(payload: bytes, body: Any) -> Iterator[Any]:
    """The events of a recording, in order; None for a line that is not JSON."""
    if body is None:
        for line in payload.splitlines():
            if line.strip():
                yield read_json(line)
        return
    for holder in objects({"": body}):
        for inner in holder.values():
            if isinstance(inner, list) and any(_is_event(each) for each in inner):
                yield from inner
                return
    yield body


def _is_event(value: Any) -> bool:
    return isinstance(value, dict) and {"did", "kind"} <= value.keys()


def _moment(microseconds: int) -> datetime | None:
    """Naive UTC, or None for a time that no event of this stream can have."""
    if not 1_600_000_000_000_000 < microseconds < 10_000_000_000_000_000:
        return None
    return datetime.fromtimestamp(microseconds / 1_000_000, tz=UTC).replace(tzinfo=None)
