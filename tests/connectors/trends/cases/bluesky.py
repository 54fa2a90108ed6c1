"""Bluesky in the standard battery: its answer is a stream of events, one a line."""

from __future__ import annotations

import json

from connectors.http.client import HttpClient
from connectors.http.deadline import Deadline
from connectors.http.retry import RetryPolicy
from connectors.trends.base import Payload, Visit
from connectors.trends.bluesky import BlueskySource
from tests.connectors.trends.case import KEYS, NOW, SETTINGS, TODAY, Case
from tests.fakes.http import FakeClock, Reply
from tests.fakes.sockets import ScriptedSockets


def post(author: str, key: str, *tags: str) -> str:
    """A new post with hashtags in its text."""
    features = [{"$type": "app.bsky.richtext.facet#tag", "tag": tag} for tag in tags]
    record = {
        "$type": "app.bsky.feed.post",
        "text": "some words",
        "facets": [{"index": {"byteStart": 0, "byteEnd": 1}, "features": features}],
    }
    commit = {"rev": "3l", "operation": "create", "collection": "app.bsky.feed.post"}
    commit |= {"rkey": key, "record": record}
    event = {"did": f"did:plc:{author}", "time_us": 1_770_000_000_000_000, "kind": "commit"}
    return json.dumps({**event, "commit": commit})


def stream(count: int) -> bytes:
    """Posts of which tag number 1 is used most, the last one least; one post without a tag."""
    lines = [post("somebody", "plain")]
    for place in range(1, count + 1):
        users = count - place + 1
        lines += [
            post(f"{user}of{place}", f"{place}k{user}", f"tag{place}") for user in range(users)
        ]
    return "\n".join(lines).encode()


def _fetch(script: list[Reply], clock: FakeClock) -> list[Payload]:
    source = BlueskySource(
        connect=ScriptedSockets(script, clock),
        policy=RetryPolicy(sleep=clock.sleep, uniform=lambda low, high: high),
        clock=clock,
        now=lambda: NOW,
    )
    with HttpClient(user_agent="PODPusher/test") as client:
        visit = Visit(
            http=client,
            deadline=Deadline(20, clock=clock),
            today=TODAY,
            settings=SETTINGS,
            keys=KEYS,
        )
        return source.fetch(visit)


CASES = [
    Case(
        BlueskySource,
        page=stream,
        changed=json.dumps({"op": 1, "t": "#commit", "blocks": []}).encode(),
        rows_per_entry=2,
        fetch=_fetch,
        truncation=False,
    )
]
