"""Hostile input in every parameter of every route: one error schema, no 500, nothing written."""

from __future__ import annotations

import asyncio
import base64
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote_from_bytes, unquote

import pytest
from fastapi import FastAPI

from api.errors import CODES
from tests.api.conftest import application
from tests.api.test_openapi import QUESTIONS, document
from tests.api.test_writes_nothing import state_of
from warehouse.cursors import encode_cursor
from warehouse.settings import WarehouseSettings
from warehouse.state.session import forget_engines

TOKEN = "the-admins-own-token"
SOUND = {"since": "x", "term": "book club"}  # of parameters that must be there

TEXTS = [
    # SQL
    *("' OR '1'='1", "'; DROP TABLE fct_term_score_daily; --", "1 UNION SELECT * FROM meta --"),
    *("$term_id", "%' AND 1=1 --", "read_csv('/etc/passwd')", "\\'", '"', "`", "a' || 'b"),
    # paths
    *("../../../../etc/passwd", "..\\..\\windows", "/etc/passwd", "file:///etc/passwd", "C:\\x"),
    *(".", "..", "//", "....//", ";", "?", "#", "&", "=", "a/b/../c", "~root", "con"),
    # templates, markup, headers, spreadsheets
    *("{{7*7}}", "${7*7}", "<%= 7*7 %>", "#{7*7}", "{0.__class__}", "%s%n%x", "{}", "{term_id}"),
    *(
        "<script>alert(1)</script>",
        "javascript:alert(1)",
        "a\r\nSet-Cookie: x=1",
        "=1+1",
        "@SUM(1)",
    ),
    # control characters
    *("\0", "a\0b", "%00", "\x07\x1b[31m", "\x7f", "\x85", "\t", "\n", " ", "  a  "),
    # unicode
    *("\ufeff", "\u202eevil", "\u2028", "\U0010ffff", "💥" * 50, "e" + "\u0301" * 99),
    *("İ", "ﬀ", "\ufdfa" * 100, "ͅ", "\u0130" * 100, "ß" * 200, "\ufffd", "١٢٣"),
    # length
    *("x" * 101, "x" * 201, "x" * 1025, "x" * 20_000, "a " * 5_000, "," * 100, "%" * 99),
    # numbers
    *("0", "-1", "-0", "1.0", "1e309", "NaN", "inf", "-Infinity", "0x10", "1_000", "9" * 400),
    *("9" * 9, "99999999999999999999", "-9223372036854775809", "1.7976931348623157e308", "+1"),
    *("0." + "1" * 60, "1e-400", "١", "٣.٥"),
    # days
    *("0000-00-00", "0001-01-01", "9999-12-31", "2024-02-30", "10000-01-01", "2024-1-1"),
    *("1735689600", "2024-12-31T00:00:00Z", "-0001-01-01", "today"),
    # other shapes
    *("", "null", "None", "undefined", "true", "TRUE", "[]", '{"$gt": ""}', "a,b,,c", "*", "_"),
]
# As they stand in the address: no UTF-8, halves of characters, broken escapes.
RAW = [b"%ff", b"%fe%ff", b"%c0%af", b"%ed%a0%80", b"%f4%90%80%80", b"%", b"%zz", b"%2", b"%u0041"]
ENCODED = [quote_from_bytes(text.encode(), safe="").encode() for text in TEXTS] + RAW


def _operations() -> list[tuple[str, str, dict[str, Any]]]:
    return [
        (path, verb.upper(), operation)
        for path, verbs in document()["paths"].items()
        for verb, operation in verbs.items()
    ]


def _parameters(where: str) -> list[tuple[str, str, str]]:
    return [
        (path, verb, parameter["name"])
        for path, verb, operation in _operations()
        for parameter in operation.get("parameters", ())
        if parameter["in"] == where
    ]


class Door:
    """The application behind raw bytes, as a server hands them over."""

    def __init__(self, app: FastAPI) -> None:
        self.app = app

    async def knock(
        self,
        verb: str,
        path: bytes,
        query: bytes = b"",
        headers: tuple[tuple[bytes, bytes], ...] = (),
        body: bytes = b"",
    ) -> tuple[int, dict[str, str], bytes]:
        sent: list[dict[str, Any]] = []
        scope = {
            "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": verb,
            "scheme": "http", "path": unquote(path.decode("latin-1")), "raw_path": path,
            "query_string": query, "root_path": "", "server": ("localhost", 80),
            "client": ("127.0.0.1", 50000),
            "headers": [(b"host", b"localhost"), *headers],
        }  # fmt: skip

        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(message: dict[str, Any]) -> None:
            sent.append(message)

        await self.app(scope, receive, send)
        start = sent[0]
        told = {name.decode().lower(): value.decode() for name, value in start["headers"]}
        return start["status"], told, b"".join(part.get("body", b"") for part in sent[1:])

    def ask(self, *questions: tuple[Any, ...]) -> list[tuple[int, dict[str, str], bytes]]:
        """One answer a question; each is checked."""

        async def all_of_them() -> list[tuple[int, dict[str, str], bytes]]:
            return [await self.knock(*question) for question in questions]

        answers = asyncio.run(all_of_them())
        for question, answer in zip(questions, answers, strict=True):
            check(question, *answer)
        return answers


def check(question: tuple[Any, ...], status: int, headers: dict[str, str], body: bytes) -> None:
    said = (question[:3], status, body[:300])
    assert status < 500 or status == 503, said
    assert headers["x-request-id"], said
    if status < 400:
        return
    assert headers["content-type"] == "application/json", said
    error = json.loads(body)
    assert set(error) == {"code", "message", "details", "request_id"}, said
    assert error["code"] in CODES or error["code"].startswith("input."), said
    assert len(body) < 5_000, said


@pytest.fixture(scope="module")
def folder(full: WarehouseSettings, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A filled data folder of our own."""
    place = tmp_path_factory.mktemp("own") / "data"
    shutil.copytree(full.folder, place)
    return place


@pytest.fixture(scope="module")
def door(folder: Path) -> Iterator[Door]:
    """The application; after all questions the data folder is what it was."""
    before = state_of(folder)
    yield Door(application(WarehouseSettings(data=folder)))
    forget_engines()
    assert state_of(folder) == before


def _filled(path: str, name: str | None = None, value: bytes = b"") -> bytes:
    """The path with its other parameters sound."""
    made = path.encode()
    for each in ("term", "idea_id", "design_id", "draft_id", "request_id"):
        sound = quote_from_bytes(SOUND.get(each, "none").encode()).encode()
        made = made.replace(b"{%s}" % each.encode(), value if each == name else sound)
    assert b"{" not in made or name is not None
    return made


def _others(path: str, verb: str, name: str) -> bytes:
    needed = [
        parameter["name"]
        for each, other, operation in _operations()
        for parameter in operation.get("parameters", ())
        if (each, other) == (path, verb) and parameter["in"] == "query"
        and parameter.get("required") and parameter["name"] != name
    ]  # fmt: skip
    return b"".join(b"&%s=%s" % (one.encode(), SOUND[one].encode()) for one in needed)


@pytest.mark.parametrize(("path", "verb", "name"), _parameters("query"))
def test_hostile_values_of_a_parameter(door: Door, path: str, verb: str, name: str) -> None:
    others, key = _others(path, verb, name), name.encode()
    where = _filled(path)
    door.ask(*((verb, where, key + b"=" + value + others) for value in ENCODED))
    twice = [
        *(
            key + b"=1&" + key + b"=1",
            key + b"[]=1",
            key + b"[0]=1",
            key + b"[$gt]=1",
            key + b"=1;",
        ),
        *(key, key + b"&" + key, b"&&&=&", b"=" + key, key + b".x=1", key.upper() + b"=1"),
        *(key + b"=\xff\xfe", key + b"=\x00", b"%00=1", b"\xff=1", b"a=1&" * 2_000),
    ]
    door.ask(*((verb, where, query + others) for query in twice))
    answers = door.ask((verb, where, b"%s=1&%s=2%s" % (key, key, others)))
    assert answers[0][0] in (401, 422)


@pytest.mark.parametrize(("path", "verb", "name"), _parameters("path"))
def test_hostile_values_in_a_path(door: Door, path: str, verb: str, name: str) -> None:
    answers = door.ask(*((verb, _filled(path, name, value)) for value in ENCODED))
    assert {status for status, _headers, _body in answers} <= {200, 404, 422}


@pytest.mark.parametrize(
    ("path", "verb"), [(path, verb) for path, verb, _operation in _operations()]
)
def test_hostile_headers(door: Door, path: str, verb: str) -> None:
    where, query = _filled(path), _others(path, verb, "").lstrip(b"&")
    values = [text.encode() for text in TEXTS[::7] if not {0, 10, 13} & set(text.encode())]
    values += [b"\xff\xfe", b"\x80" * 99, b"*/*;q=9e99", b'W/"' * 99, b"9" * 99, b"-1"]
    names = (b"accept", b"if-none-match", b"content-type", b"x-request-id", b"authorization")
    names = (*names, b"idempotency-key", b"accept-language", b"range", b"cookie", b"content-length")
    door.ask(*((verb, where, query, ((name, value),)) for name in names for value in values))


BODIES = [
    *(b"", b"{", b"[]", b"null", b"1", b'"a"', b"{}", b"\xff\xfe", b"\x00", b"NaN", b"[" * 50_000),
    *(b'{"terms": %s}' % part for part in (b"[]", b"{}", b"null", b"1", b'"a"', b"[null]", b"[1]")),
    *(b'{"terms": %s}' % part for part in (b"[[]]", b'[{"a": 1}]', b'[""]', b'["\\ud800"]')),
    *(b'{"terms": ["a"], "as_of": %s}' % part for part in (b"1", b"1e400", b'"x"', b"[]", b"NaN")),
    *(b'{"terms": ["a"], "as_of": "%s"}' % part for part in (b"0001-01-01", b"9999-12-31", b"0")),
    b'{"terms": ["a"], "terms": ["b"]}',
    b'{"terms": ["a"], "__proto__": {}}',
    b'{"terms": ["a"], "as_of": 1735689600}',
    b'{"terms": ["a"], "x": ' + b"[" * 5_000 + b"]" * 5_000 + b"}",
    b'{"terms": [' + b",".join([b'"a"'] * 501) + b"]}",
    b'{"terms": [1' + b"0" * 5_000 + b"]}",
    json.dumps({"terms": [text for text in TEXTS if 0 < len(text) <= 200]}).encode(),
    *(json.dumps({"terms": [text]}).encode() for text in TEXTS),
]


@pytest.mark.parametrize("path", sorted(QUESTIONS))
def test_hostile_bodies_of_a_question(door: Door, path: str) -> None:
    kind = ((b"content-type", b"application/json"),)
    door.ask(*(("POST", path.encode(), b"", kind, body) for body in BODIES))
    others = (
        b"text/plain",
        b"application/xml",
        b"multipart/form-data",
        b"application/json; charset=x",
    )
    door.ask(
        *(("POST", path.encode(), b"", ((b"content-type", other),), BODIES[11]) for other in others)
    )


def test_thousands_of_parameters_are_refused_in_few_words(door: Door) -> None:
    query = b"&".join(b"%x=" % number for number in range(12_000))
    ((status, _headers, body),) = door.ask(("GET", b"/v1/trends", query))
    assert (status, json.loads(body)["code"]) == (422, "request.invalid")


def _packed(content: object) -> str:
    raw = content if isinstance(content, bytes) else json.dumps(content).encode()
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def test_forged_cursors(door: Door) -> None:
    (_, _, body), *_ = door.ask(("GET", b"/v1/trends", b"limit=1"))
    page = json.loads(body)
    generation = page["generation"]
    sound = page["next_cursor"]
    forged = [
        *(encode_cursor(["trends/1", generation, "x", n]) for n in (0, -1, 10**9, 10**30, 1.5)),
        *(encode_cursor(["trends/1", name, "x", 1]) for name in ("../../etc", "", "a" * 500, None)),
        *map(_packed, ([], {}, None, 1, "a", [[]] * 9, b"\xff", b"[" * 400, b"NaN", b"1e999")),
        *(sound[:-1], sound + "A", sound[1:], sound.swapcase(), "A" * 1024, "-", "_"),
    ]
    for path in (b"/v1/trends", b"/v1/changes", b"/v1/ideas", b"/v1/refusals", b"/v1/designs"):
        more = b"&since=" + generation.encode() if path.endswith(b"changes") else b""
        answers = door.ask(*(("GET", path, b"cursor=" + one.encode() + more) for one in forged))
        assert {status for status, _headers, _body in answers} <= {400, 410, 422}


def test_what_writes_writes_nothing_of_it(folder: Path, tmp_path: Path) -> None:
    """Also for the admin: bad names, keys and files are refused, and no file leaves its folder."""
    place = tmp_path / "data"
    shutil.copytree(folder, place)
    before = set(state_of(tmp_path)) | {"data/landing"}
    app = application(WarehouseSettings(data=place), admin_token=TOKEN, imports_per_hour=10_000)
    open_door = Door(app)
    token = (b"authorization", b"Bearer " + TOKEN.encode())
    names = [value for value in ENCODED if len(value) < 5_000]
    empty = (("POST", b"/v1/imports", b"name=" + name, (token,), b"\x00") for name in names)
    assert {status for status, _headers, _body in open_door.ask(*empty)} == {422}
    keys = [text.encode() for text in TEXTS if not {0, 10, 13} & set(text.encode())]
    asked = (
        ("POST", b"/v1/trends/refresh", b"", (token, (b"idempotency-key", key))) for key in keys
    )
    assert {status for status, _headers, _body in open_door.ask(*asked)} <= {409, 422}
    row = b"source,term,metric,value,observed_at\nuser,a,searches,1,2026-03-01\n"
    taken = (("POST", b"/v1/imports", b"name=" + name, (token,), row) for name in names)
    open_door.ask(*taken)
    forget_engines()
    new = set(state_of(tmp_path)) - before
    assert all(name.startswith(("data/landing/import/", "data/state.db")) for name in new), new
