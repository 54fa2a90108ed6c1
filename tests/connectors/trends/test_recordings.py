"""Recordings: every wrapper gives back the body as it was, with what the recording says of it."""

from __future__ import annotations

import base64
import gzip
import json
import zlib
from datetime import UTC, datetime

import pytest

from connectors.errors import (
    Blocked,
    LoginWall,
    NoData,
    RateLimited,
    Refused,
    Unavailable,
    UnusableInput,
)
from connectors.trends.recordings.recording import Recording, moment
from connectors.trends.recordings.unwrap import unwrap

BODY = '{"list": ["café", 1]}'
URL = "https://site.example/api/list?page=1"
WHEN = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
MAIL_DATE = "Mon, 02 Mar 2026 09:30:00 GMT"
PACKED = base64.b64encode(BODY.encode()).decode()
PACKED_GZIP = base64.b64encode(gzip.compress(BODY.encode())).decode()


def one(payload: bytes) -> Recording:
    (recording,) = unwrap(payload).recordings
    return recording


def har(**entry) -> bytes:
    base = {
        "startedDateTime": "2026-03-02T10:30:00.000+01:00",
        "request": {"method": "GET", "url": URL},
        "response": {"status": 200, "content": {"mimeType": "application/json", "text": BODY}},
    }
    return json.dumps({"log": {"version": "1.2", "entries": [base | entry]}}).encode()


def cassette(**interaction) -> bytes:
    base = {
        "recorded_at": "2026-03-02T09:30:00",
        "request": {"uri": URL, "method": "GET"},
        "response": {
            "body": {"encoding": "utf-8", "string": BODY},
            "headers": {"Content-Type": ["application/json"]},
            "status": {"code": 200, "message": "OK"},
        },
    }
    return json.dumps({"interactions": [base | interaction], "version": "1"}).encode()


VCR_YAML = f"""interactions:
- request:
    body: null
    method: GET
    uri: {URL}
  response:
    body:
      string: '{BODY}'
    headers:
      Content-Type:
      - application/json
      Date:
      - {MAIL_DATE}
    status:
      code: 200
      message: OK
version: 1
"""
RUBY_YAML = f"""---
http_interactions:
- request:
    method: get
    uri: {URL}
  response:
    status:
      code: 200
    headers:
      Content-Type:
      - application/json
    body:
      encoding: UTF-8
      string: '{BODY}'
  recorded_at: {MAIL_DATE}
recorded_with: VCR 6.1.0
"""
CURL = (
    "HTTP/1.1 301 Moved\r\nLocation: /x\r\n\r\n"
    f"HTTP/2 200 \r\nDate: {MAIL_DATE}\r\ncontent-type: application/json\r\n\r\n{BODY}"
)

WHOLE = {
    "har": har(),
    "har, base64": har(
        response={
            "status": 200,
            "content": {"mimeType": "application/json", "text": PACKED, "encoding": "base64"},
        }
    ),
    "cassette": cassette(),
    "cassette, base64": cassette(
        response={
            "body": {"base64_string": PACKED},
            "headers": {"content-type": "application/json"},
            "status": 200,
        }
    ),
    "cassette, packed": cassette(
        response={
            "body": {"base64_string": PACKED_GZIP},
            "headers": {"content-type": "application/json", "Content-Encoding": ["gzip"]},
            "status": {"code": 200},
        }
    ),
    "cassette, dated by its answer": cassette(
        recorded_at=None,
        response={
            "body": BODY,
            "headers": {"Content-Type": ["application/json"], "date": [MAIL_DATE]},
            "status": {"code": 200},
        },
    ),
    "cassette, yaml": VCR_YAML.encode(),
    "cassette of another language": RUBY_YAML.encode(),
    "saved": json.dumps(
        {
            "url": URL,
            "body": BODY,
            "status": 200,
            "content_type": "application/json",
            "captured_at": "2026-03-02T09:30Z",
        }
    ).encode(),
    "saved, packed, in a list": json.dumps(
        [
            {
                "request_url": URL,
                "content": PACKED,
                "encoding": "base64",
                "status_code": 200,
                "mime_type": "application/json",
                "timestamp": WHEN.timestamp(),
            }
        ]
    ).encode(),
    "saved, parsed": json.dumps(
        {
            "url": URL,
            "response": {"list": ["café", 1]},
            "status": 200,
            "content_type": "application/json",
            "fetched_at": WHEN.timestamp() * 1000,
        }
    ).encode(),
}


@pytest.mark.parametrize("payload", WHOLE.values(), ids=WHOLE)
def test_every_wrapper_gives_the_body_and_what_it_says(payload):
    found = one(payload)
    assert json.loads(found.body) == json.loads(BODY)
    assert (found.url, found.captured_at) == (URL, WHEN)
    assert (found.status, found.content_type) == (200, "application/json")


@pytest.mark.parametrize(
    "payload",
    [
        BODY.encode(),
        gzip.compress(BODY.encode()),
        zlib.compress(BODY.encode()),
        gzip.compress(BODY.encode()[:5]) + gzip.compress(BODY.encode()[5:]),
        b"\xef\xbb\xbf" + BODY.encode(),
        BODY.encode("utf-16"),
    ],
)
def test_a_plain_body(payload):
    assert unwrap(payload).wrapper == "plain"
    assert one(payload) == Recording(BODY.encode())


def test_an_answer_with_its_headers():
    found = one(CURL.encode())
    assert found == Recording(BODY.encode(), None, WHEN, "application/json", 200)


def test_a_web_archive_gives_its_pages_and_not_its_pictures():
    archive = (
        f"From: <Saved by Blink>\r\nSnapshot-Content-Location: {URL}\r\nDate: {MAIL_DATE}\r\n"
        'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="edge"\r\n\r\n'
        f"--edge\r\nContent-Type: text/html\r\nContent-Location: {URL}\r\n"
        "Content-Transfer-Encoding: quoted-printable\r\n\r\n<p class=3D'x'>caf=C3=A9</p>\r\n"
        "--edge\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\nAAAA\r\n"
        "--edge--\r\n"
    )
    unwrapped = unwrap(archive.encode())
    assert unwrapped.wrapper == "mhtml"
    (page,) = unwrapped.recordings
    assert page.body.strip() == "<p class='x'>café</p>".encode()
    assert (page.url, page.captured_at, page.content_type) == (URL, WHEN, "text/html")


def test_messages_of_a_socket_are_lines():
    found = one(
        har(
            response={"status": 101, "content": {"size": 0}},
            _webSocketMessages=[
                {"type": "send", "time": 1.0, "data": "hello"},
                {"type": "receive", "time": WHEN.timestamp() - 5, "data": '{"a":1}'},
                {"type": "receive", "time": WHEN.timestamp(), "data": '{"a":2}'},
            ],
        )
    )
    assert found.body == b'{"a":1}\n{"a":2}'
    assert found.captured_at == WHEN


def test_secrets_of_an_address_are_hidden():
    found = one(har(request={"url": "https://site.example/x?access_token=canary123456&page=1"}))
    assert "canary" not in str(found.url)
    assert "page=1" in str(found.url)


@pytest.mark.parametrize(
    "post",
    [
        {"id": 1, "url": "https://site.example/a", "text": "a post with a link", "time": 5},
        {"by": "x", "url": "https://site.example", "text": "words", "score": 3, "title": "t"},
        {"url": "geo.site.example/captcha", "body": "x"},
        {"uri": "at://did:plc:abc/app.x", "text": "post", "status": 1},
        [{"url": "https://site.example", "body": "x"}, {"name": "no address"}],
    ],
)
def test_a_post_with_a_link_is_no_wrapper(post):
    payload = json.dumps(post).encode()
    assert unwrap(payload).wrapper == "plain"
    assert one(payload).body == payload


@pytest.mark.parametrize(
    ("status", "location", "error"),
    [
        (200, None, None),
        (None, None, None),
        (301, "https://site.example/elsewhere", Refused),
        (302, "https://site.example/accounts/login/?next=x", LoginWall),
        (401, None, LoginWall),
        (403, None, Blocked),
        (404, None, NoData),
        (418, None, Refused),
        (429, None, RateLimited),
        (451, None, Blocked),
        (503, None, Unavailable),
    ],
)
def test_what_a_status_means(status, location, error):
    refusal = Recording(b"", status=status, location=location).refusal("x")
    assert refusal is None if error is None else type(refusal) is error


def test_a_redirect_and_its_target_are_kept():
    redirect = {"status": 302, "redirectURL": "https://site.example/login", "content": {}}
    found = one(har(response=redirect))
    assert (found.body, found.status) == (b"", 302)
    assert found.location == "https://site.example/login"


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("image/png", False),
        ("text/css", False),
        ("application/javascript", False),
        ("font/woff2", False),
        ("text/html; charset=utf-8", True),
        ("application/json", True),
        (None, True),
    ],
)
def test_what_may_hold_trends(kind, text):
    assert Recording(b"", content_type=kind).is_text is text


@pytest.mark.parametrize(
    "payload",
    [
        gzip.compress(b"0" * 5_000_000),
        zlib.compress(b"0" * 5_000_000),
        har(response={"status": 200, "content": {"text": "0" * 20_000}}),
        cassette(
            response={
                "body": {
                    "base64_string": base64.b64encode(gzip.compress(b"0" * 5_000_000)).decode()
                }
            }
        ),
        b"0" * 10_001,
    ],
)
def test_what_unpacks_to_too_much_is_refused(payload):
    with pytest.raises(UnusableInput) as caught:
        unwrap(payload, limit=10_000)
    assert caught.value.code == "input.too_large"


def test_the_bodies_of_a_file_share_one_limit():
    packed = base64.b64encode(gzip.compress(b"0" * 60_000)).decode()
    entry = {"response": {"status": 200, "content": {"text": packed, "encoding": "base64"}}}
    payload = json.dumps({"log": {"entries": [entry] * 4}}).encode()
    assert len(unwrap(payload, limit=240_000).recordings) == 4
    with pytest.raises(UnusableInput, match="unpacked"):
        unwrap(payload, limit=200_000)


@pytest.mark.parametrize(
    ("payload", "reason"),
    [
        (gzip.compress(BODY.encode() * 100, mtime=0)[:-12], "truncated"),
        (gzip.compress(BODY.encode(), mtime=0)[:10] + b"\xff" * 30, "unreadable"),
        (har(response={"content": {"text": "a", "encoding": "base64"}}), "unreadable"),
        (b"interactions:\n- request: [unclosed\n", "unreadable"),
        (b"interactions:\n- x: !!python/object/apply:os.system ['true']\n", "unreadable"),
    ],
    ids=["cut", "broken", "base64", "yaml", "yaml that runs code"],
)
def test_damaged_recordings(payload, reason):
    with pytest.raises(UnusableInput) as caught:
        unwrap(payload)
    assert caught.value.reason == reason


def test_a_har_cut_short_is_left_to_its_reader():
    assert unwrap(har()[:-20]).wrapper == "plain"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2026-03-02T09:30:00Z", WHEN),
        ("2026-03-02T09:30", WHEN),
        ("2026-03-02T10:30:00+01:00", WHEN),
        (MAIL_DATE, WHEN),
        (WHEN.timestamp(), WHEN),
        (int(WHEN.timestamp() * 1000), WHEN),
        (WHEN.replace(tzinfo=None), WHEN),
        ("yesterday", None),
        ("2026-13-45", None),
        (True, None),
        (None, None),
        (1e30, None),
        ([], None),
    ],
)
def test_moments(value, expected):
    assert moment(value) == expected
