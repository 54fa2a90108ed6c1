"""`podpusher parse`: signals on stdout, the account on stderr, the exit status tells the rest."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from connectors.errors import Blocked, LoginWall, UnknownMarkup
from connectors.trends.base import Parsed, captured_at
from connectors.trends.rows import RowGatherer
from domain.signals import Kind, Metric, Period
from podpusher import parse as command
from podpusher.cli import app
from podpusher.errors import ExitStatus

FIELDS = [
    "source", "origin", "region", "term", "kind", "metric", "period", "value", "rank",
    "observed_at", "captured_at", "is_partial", "url",
]  # fmt: skip
CHANGED = datetime(2026, 2, 1, 12, tzinfo=UTC)
CANONICAL = "term,metric,observed_at,value\nfern mug,searches,2026-01-31,3\n"
PASTE = "fern mug\t12,345\t3,400\t▲ 35%\n"


@dataclass
class Letters:
    """A source of its own shape: `{"<letter>": [terms]}`; walls are words in the body."""

    id: str
    letter: str
    version: str = "1"

    def fetch(self, visit: Any) -> list[Any]:
        """Nobody asks it here."""
        raise NotImplementedError

    def parse(self, payload: bytes, meta: Mapping[str, Any]) -> Parsed:
        """A rank a term; a term that is empty is refused."""
        if b"captcha" in payload:
            raise Blocked(f"{self.id}: a block page instead of data. Wait a day.")
        if b"password" in payload:
            raise LoginWall(f"{self.id}: a sign-in page instead of data. Import an export.")
        try:
            terms = json.loads(payload)[self.letter]
        except (ValueError, LookupError, TypeError) as error:
            raise UnknownMarkup(f"{self.id}: not its shape. Report it.") from error
        rows = RowGatherer(self.id, "tiktok", Kind.HASHTAG, captured_at(meta))
        region = str(meta.get("region") or "WW")
        for line, term in enumerate(terms, start=1):
            if not term:
                rows.refuse(line, "missing_term", "no term")
                continue
            if line == 1:
                rows.value(
                    term, Metric.VIEWS, 5, period=Period.DAY, region=region, line=line,
                    observed=datetime(2015, 1, 1),  # noqa: DTZ001  # naive UTC, as the tables hold it
                )  # fmt: skip
            rows.rank(term, line, region=region, line=line, url=meta.get("url"))
        return rows.parsed(f"letters_{self.letter}", len(terms))


@pytest.fixture
def letters(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two connectors for TikTok instead of its own."""
    pair = {name: Letters(name, name[-1]) for name in ("letters_a", "letters_b")}
    monkeypatch.setattr(command, "connectors_of", lambda platform: dict(pair))


def call(*arguments: str, stdin: bytes | None = None) -> Result:
    return CliRunner().invoke(app, ["parse", *arguments], input=stdin, env={"COLUMNS": "80"})


def write(folder: Path, content: str | bytes | dict[str, Any], name: str = "answer") -> str:
    path = folder / name
    if isinstance(content, dict):
        content = json.dumps(content)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    os.utime(path, (CHANGED.timestamp(), CHANGED.timestamp()))
    return str(path)


def signals(result: Result) -> list[dict[str, Any]]:
    assert result.exit_code == ExitStatus.OK, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_a_platform_tries_its_connectors_in_order(letters, tmp_path):
    result = call("tiktok", write(tmp_path, {"b": ["fern", "oak", ""]}))
    rows = signals(result)
    assert [row["term"] for row in rows] == ["fern", "fern", "oak"]
    assert [list(row) for row in rows] == [FIELDS] * 3
    assert {row["source"] for row in rows} == {"letters_b"}
    assert "3 signals, 1 refused, format letters_b" in result.stderr
    assert "refused: 1 missing_term (line 3: no term)" in result.stderr


def test_a_connector_with_rows_is_better_than_one_that_sees_an_empty_list(letters, tmp_path):
    rows = signals(call("tiktok", write(tmp_path, {"a": [], "b": ["fern"]})))
    assert {row["source"] for row in rows} == {"letters_b"}


def test_an_empty_list_is_no_error(letters, tmp_path):
    result = call("tiktok", write(tmp_path, {"a": []}))
    assert signals(result) == []
    assert "0 signals, 0 refused, format letters_a" in result.stderr


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ('{"c": 1}', "connector.unknown_markup"),
        ("<html>captcha</html>", "connector.blocked"),
        ("<html>password</html>", "connector.login_wall"),
        ("captcha and password", "connector.blocked"),
        ("a,b\n1,2\n", "input.unknown_format"),
        ("", "input.empty"),
        (gzip.compress(b"x" * 1000)[:-9], "input.truncated"),
        (b"\x89PNG\x00\x01\x02\x03", "input.unknown_format"),
    ],
)
def test_what_cannot_be_read_ends_in_its_error(letters, tmp_path, body, code):
    result = call("tiktok", write(tmp_path, body))
    assert result.exit_code == ExitStatus.UNUSABLE_INPUT
    assert result.stdout == ""
    assert result.stderr.startswith(f"error {code}: ")
    assert result.stderr.count("\n") == 1
    assert "Traceback" not in result.output


def test_a_file_that_is_not_there():
    result = call("tiktok", "/nowhere/answer.json")
    assert result.exit_code == ExitStatus.UNUSABLE_INPUT
    assert "error input.unreadable: " in result.stderr


# when


def moments(result: Result) -> set[str]:
    return {row["captured_at"] for row in signals(result) if row["metric"] == "rank"}


def test_the_time_of_a_plain_answer_is_that_of_its_file_and_said_so(letters, tmp_path):
    result = call("tiktok", write(tmp_path, {"a": ["fern"]}))
    assert moments(result) == {"2026-02-01T12:00:00Z"}
    assert "2026-02-01T12:00:00Z, the time of the file's last change" in result.stderr


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-03-02T09:30:00Z", "2026-03-02T09:30:00Z"),
        ("2026-03-02T10:30+01:00", "2026-03-02T09:30:00Z"),
        ("2026-03-02 09:30", "2026-03-02T09:30:00Z"),
        ("2026-03-02", "2026-03-02T23:59:59.999999Z"),
    ],
)
def test_the_time_that_a_person_gives_counts_most(letters, tmp_path, text, moment):
    har = saved({"a": ["fern"]}, captured_at="2026-01-01T00:00Z")
    for content in ({"a": ["fern"]}, har):
        result = call("tiktok", write(tmp_path, content), "--captured-at", text)
        assert moments(result) == {moment}
        assert "last change" not in result.stderr


def saved(body: object, **more: Any) -> dict[str, Any]:
    return {"url": "https://site.example/x", "body": json.dumps(body), **more}


def test_the_time_of_the_recording_counts_before_that_of_the_file(letters, tmp_path):
    result = call(
        "tiktok", write(tmp_path, saved({"a": ["fern"]}, captured_at="2026-01-01T00:00Z"))
    )
    assert moments(result) == {"2026-01-01T00:00:00Z"}
    assert "last change" not in result.stderr


def test_a_pipe_has_no_time_and_asks_for_one(letters):
    result = call("tiktok", "-", stdin=b'{"a": ["fern"]}')
    assert result.exit_code == ExitStatus.USAGE
    assert "usage.no_moment" in result.stderr
    assert "--captured-at" in result.stderr
    assert result.stdout == ""
    given = call("tiktok", "-", "--captured-at", "2026-03-02", stdin=b'{"a": ["fern"]}')
    assert moments(given) == {"2026-03-02T23:59:59.999999Z"}


def test_a_pipe_whose_answer_says_when_or_says_nothing_needs_no_time(letters):
    body = json.dumps(saved({"a": ["fern"]}, captured_at="2026-01-01T00:00Z")).encode()
    assert moments(call("tiktok", "-", stdin=body)) == {"2026-01-01T00:00:00Z"}
    assert signals(call("replay", "-", stdin=CANONICAL.encode()))
    assert signals(call("tiktok", "-", stdin=b'{"a": []}')) == []
    blocked = call("tiktok", "-", stdin=b"<html>captcha</html>")
    assert blocked.exit_code == ExitStatus.UNUSABLE_INPUT
    pasted = call("replay", "-", stdin=PASTE.encode())
    assert pasted.exit_code == ExitStatus.UNUSABLE_INPUT
    assert "error input.no_date: " in pasted.stderr


# where


def test_the_region_and_the_address_that_a_person_gives(letters, tmp_path):
    path = write(tmp_path, {"a": ["fern"]})
    (_, row) = signals(call("tiktok", path, "--region", "germany", "--url", "https://x.example"))
    assert (row["region"], row["url"]) == ("DE", "https://x.example")
    (_, row) = signals(call("tiktok", path))
    assert (row["region"], row["url"]) == ("WW", None)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("myspace",), "usage.unknown_source"),
        (("tiktok", "--region", "Atlantis"), "usage.bad_region"),
        (("tiktok", "--captured-at", "yesterday"), "usage.bad_moment"),
        (("tiktok", "--captured-at", "02.03.2026"), "usage.bad_moment"),
    ],
)
def test_usage_errors(letters, tmp_path, arguments, code):
    source, *options = arguments
    result = call(source, write(tmp_path, {"a": ["fern"]}), *options)
    assert result.exit_code == ExitStatus.USAGE
    assert code in result.stderr
    assert result.stdout == ""


def test_an_unknown_source_is_told_all_known_ones(tmp_path):
    message = call("myspace", write(tmp_path, "x")).stderr
    for name in ("replay", "tiktok", "hacker_news", "google_trends_rss", "trends24", "x,"):
        assert name in message


@pytest.mark.parametrize(
    "index",
    [
        [["other.json", "https://x.example/other"], ["answer", "https://x.example/1", 200, "..."]],
        [{"file": "answer", "status": 200, "url": "https://x.example/1"}],
    ],
)
def test_a_list_beside_the_file_tells_its_address(letters, tmp_path, index):
    path = write(tmp_path, {"a": ["fern"]})
    (tmp_path / "index.json").write_text(json.dumps(index))
    (_, row) = signals(call("tiktok", path))
    assert row["url"] == "https://x.example/1"
    (_, row) = signals(call("tiktok", path, "--url", "https://y.example"))
    assert row["url"] == "https://y.example"
    (_, row) = signals(call("tiktok", write(tmp_path, saved({"a": ["fern"]}))))
    assert row["url"] == "https://site.example/x"


@pytest.mark.parametrize("index", [b"{", b"5", b'["answer"]', b'[["other", "https://x"], 5]'])
def test_a_list_that_says_nothing_of_the_file(letters, tmp_path, index):
    path = write(tmp_path, {"a": ["fern"]})
    (tmp_path / "index.json").write_bytes(index)
    (_, row) = signals(call("tiktok", path))
    assert row["url"] is None


# several answers in one file


def cassette(*bodies: object, status: int = 200) -> dict[str, Any]:
    return {
        "interactions": [
            {
                "recorded_at": f"2026-01-0{day}T00:00:00",
                "request": {"uri": f"https://site.example/{day}"},
                "response": {"body": {"string": json.dumps(body)}, "status": {"code": status}},
            }
            for day, body in enumerate(bodies, start=1)
        ]
    }


def test_answers_that_hold_no_trends_are_passed_over(letters, tmp_path):
    bodies = cassette({"access_token": "x"}, {"a": ["fern"]}, {"b": ["oak"]})
    result = call("tiktok", write(tmp_path, bodies))
    ranks = [row for row in signals(result) if row["metric"] == "rank"]
    assert [(row["term"], row["captured_at"], row["url"]) for row in ranks] == [
        ("fern", "2026-01-02T00:00:00Z", "https://site.example/2"),
        ("oak", "2026-01-03T00:00:00Z", "https://site.example/3"),
    ]
    assert "note: 1 other answers hold no trends" in result.stderr
    assert "format letters_a, letters_b" in result.stderr


@pytest.mark.parametrize(
    ("bodies", "status", "code"),
    [
        (({"access_token": "x"}, {"c": 1}), 200, "connector.unknown_markup"),
        (({"access_token": "x"}, "password", "captcha"), 200, "connector.blocked"),
        (({"access_token": "x"}, "password"), 200, "connector.login_wall"),
        (({},), 403, "connector.blocked"),
        (({},), 401, "connector.login_wall"),
        (({},), 429, "connector.rate_limited"),
        (({},), 503, "connector.unavailable"),
        ((), 200, "input.empty"),
    ],
)
def test_the_most_telling_error_of_several_answers(letters, tmp_path, bodies, status, code):
    result = call("tiktok", write(tmp_path, cassette(*bodies, status=status)))
    assert result.exit_code == ExitStatus.UNUSABLE_INPUT
    assert result.stderr.startswith(f"error {code}: ")


def test_pictures_of_a_har_are_not_asked(letters, tmp_path):
    entries = [
        {
            "startedDateTime": "2026-01-01T00:00:00Z",
            "request": {"url": "https://site.example"},
            "response": {"status": 200, "content": {"mimeType": kind, "text": text}},
        }
        for kind, text in (("text/css", "captcha"), ("application/json", '{"a": ["fern"]}'))
    ]
    result = call("tiktok", write(tmp_path, {"log": {"entries": entries}}))
    assert moments(result) == {"2026-01-01T00:00:00Z"}
    assert "hold no trends" not in result.stderr


# exports


def test_an_export_falls_to_the_reader_of_files(letters, tmp_path):
    text = "hashtag_name,country,rank,crawl_date\nfern,Malaysia,1,2026-01-05\n"
    (row,) = signals(call("tiktok", write(tmp_path, text)))
    assert (row["source"], row["origin"], row["region"]) == (
        "tiktok_creative_center", "import", "MY",
    )  # fmt: skip
    assert row["captured_at"] == "2026-01-05T23:59:59.999999Z"


def test_replay_reads_files_only(tmp_path):
    result = call("replay", write(tmp_path, CANONICAL))
    (row,) = signals(result)
    assert (row["origin"], row["value"], row["rank"]) == ("import", 3.0, None)
    assert "last change" not in result.stderr
    page = call("replay", write(tmp_path, "<html>captcha</html>"))
    assert page.exit_code == ExitStatus.UNUSABLE_INPUT
    assert "input.unknown_format" in page.stderr


def test_a_paste_takes_its_time_from_the_file_and_says_so(tmp_path):
    result = call("etsy_marketplace_insights", write(tmp_path, PASTE), "--region", "US")
    searches, listings = signals(result)
    assert (searches["value"], listings["value"]) == (12345, 3400)
    assert {row["region"] for row in (searches, listings)} == {"US"}
    assert {row["captured_at"] for row in (searches, listings)} == {"2026-02-01T12:00:00Z"}
    assert "last change" in result.stderr


def test_a_file_of_another_platform_names_it(letters, tmp_path):
    result = call("tiktok", write(tmp_path, PASTE))
    assert result.exit_code == ExitStatus.UNUSABLE_INPUT
    assert "podpusher parse etsy_trending FILE" in result.stderr


@pytest.mark.parametrize(
    "name", ["x", "X", "trends24", "twitter", "Google", "etsy", "google-trends"]
)
def test_other_names_of_a_platform(name):
    assert command.asked(name, None, None, None).platform in {
        "twitter", "google_trends", "etsy_trending",
    }  # fmt: skip


@pytest.mark.parametrize("name", ["google_trends_rss", "google_trends_explore", "curated"])
def test_a_source_has_its_own_connector_or_none(name):
    chosen = command.asked(name, None, None, None).connectors
    assert [source.id for source in chosen] == ([name] if name == "google_trends_rss" else [])


FEED = b"""<?xml version="1.0"?><rss xmlns:ht="https://trends.google.com/trending/rss">
<channel><item><title>fern mug</title><ht:approx_traffic>2000+</ht:approx_traffic></item></channel>
</rss>"""


def test_the_command_itself(tmp_path):
    """A process of its own: a real connector, both streams, standard input from a file."""
    path = write(tmp_path, gzip.compress(FEED))
    line = [sys.executable, "-m", "podpusher", "parse", "google_trends", "-", "--region", "US"]
    with Path(path).open("rb") as stdin:
        done = subprocess.run(line, stdin=stdin, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    rows = [json.loads(text) for text in done.stdout.splitlines()]
    assert {(row["term"], row["region"]) for row in rows} == {("fern mug", "US")}
    assert {row["captured_at"] for row in rows} == {"2026-02-01T12:00:00Z"}
    assert {row["metric"]: row["value"] for row in rows} == {"rank": None, "searches": 2000}
    assert b"last change" in done.stderr
