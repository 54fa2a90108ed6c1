"""The loopback world: who answers where, how it fails, and whether a drill sees what is wrong."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import httpx2
import pytest
from websockets.sync.client import connect

from bench.drill import table
from bench.parsing import samples
from bench.rehearsal import cells, installation
from bench.rehearsal.answer import Answer, Asked, Route
from bench.rehearsal.faults import FAULTS
from bench.rehearsal.installation import ALL, Installation
from bench.rehearsal.server import RehearsalServer
from bench.rehearsal.social import events
from bench.rehearsal.world import HOSTS, ROUTES
from connectors.trends.loading import connector
from domain.sources.registry import SOURCES
from warehouse.state.session import forget_engines

NOW = datetime.now(UTC)  # the answers speak of the days before it
ASKED = ("hacker_news", *cells.canaries_of("hacker_news"))


@pytest.fixture(scope="module")
def server():
    with RehearsalServer(ROUTES) as running:
        yield running


def get(server, place: str, **more):
    return httpx2.get(f"{server.address}/{place}", trust_env=False, **more)


def test_every_live_source_has_hosts_that_are_played():
    played = {route.host for route in ROUTES}

    assert set(HOSTS) == set(ALL)
    assert set().union(*HOSTS.values()) == played


@pytest.mark.parametrize("source", sorted(samples()))
def test_a_made_up_answer_is_read_in_full(source):
    sample = samples()[source]

    parsed = connector(source).parse(sample.body, {"captured_at": NOW.isoformat(), **sample.meta})

    assert parsed.frame.height >= parsed.rows_read > 0
    assert parsed.quarantine.height == 0


def test_the_server_answers_by_host_and_path(server):
    answer = get(server, "hn.algolia.com/api/v1/search?tags=front_page")

    assert "Rehearsal term 240" in answer.text
    assert get(server, "hn.algolia.com/elsewhere").status_code == 404
    assert get(server, "site.example/api/v1/search").status_code == 404
    assert server.asked[0] == replace(server.asked[0], host="hn.algolia.com", path="/api/v1/search")
    assert server.asked[0].query == {"tags": "front_page"}


def test_another_edition_is_other_bytes():
    route = Route("site.example", "/", lambda asked: Answer.json({"said": 1}))
    with RehearsalServer([route]) as own:
        first = get(own, "site.example/")
        own.new_edition()
        second = get(own, "site.example/")

    assert first.json() == second.json()
    assert first.content != second.content


def test_a_socket_says_its_messages(server):
    address = f"{server.address}/jetstream2.us-east.bsky.network/subscribe"
    with connect(address.replace("http", "ws"), proxy=None, max_queue=None) as socket:
        said = [socket.recv(timeout=5).encode() for _ in events()]

    assert said == list(events())


@pytest.mark.parametrize("fault", [f for f in FAULTS if f.name != "time-out"], ids=lambda f: f.name)
def test_only_the_faulty_host_fails(server, fault):
    with server.faulty({"hn.algolia.com"}, fault):
        failing = get(server, "hn.algolia.com/api/v1/search")
        other = get(server, "api.x.com/2/trends/by/woeid/1")

    assert "ehearsal term" not in failing.text
    assert other.status_code == 200
    assert "ehearsal term" in get(server, "hn.algolia.com/api/v1/search").text


def test_silence_is_a_long_wait():
    silence = next(fault for fault in FAULTS if fault.name == "time-out")
    asked = Asked("GET", "site.example", "/", {}, {}, b"")

    assert silence.answer(asked, Answer.json({})).delay > 20


@pytest.fixture
def place(tmp_path, server):
    with Installation(tmp_path, server.address, **cells.hurried(1.0)) as made:
        made.cycle(ASKED)
        yield made
    forget_engines()


def drilled(place, server, fault):
    return cells.run_cell(place, server, "hacker_news", fault, ASKED)


def fault(name: str, **changes):
    return replace(next(each for each in FAULTS if each.name == name), **changes)


def test_a_cell_is_right_when_all_is_told_and_nothing_lost(place, server):
    cell = drilled(place, server, fault("garbage"))

    assert (cell.source, cell.fault, cell.status) == ("hacker_news", "garbage", "changed_markup")
    assert cell.wrong == ()


def test_a_cell_is_wrong_when_the_status_is_another(place, server):
    cell = drilled(place, server, fault("garbage", status="blocked"))

    assert cell.status == "changed_markup"
    assert len(cell.wrong) == 1
    assert cell.wrong[0].startswith("changed_markup instead of blocked: ")


def test_a_cell_is_wrong_when_rows_are_lost(place, server, monkeypatch):
    load = installation.load_platform

    def lossy(engine, landing, platform, *more, **named):
        done = load(engine, landing, platform, *more, **named)
        engine.execute("delete from raw.hacker_news_signals where metric = 'rank'")
        return done

    monkeypatch.setattr(installation, "load_platform", lossy)

    cell = drilled(place, server, fault("garbage"))

    assert any("hacker_news: 15 rows of 30" in each for each in cell.wrong)
    assert any("rows where" in each for each in cell.wrong)


def test_a_cell_is_wrong_when_another_source_fails_too(place, server, monkeypatch):
    other = ASKED[1]
    monkeypatch.setitem(HOSTS, "hacker_news", HOSTS["hacker_news"] | HOSTS[other])
    monkeypatch.setattr(
        cells, "apart_from", lambda source: [each for each in ALL if each != source]
    )

    cell = drilled(place, server, fault("garbage"))

    assert any(each.startswith(f"{other} is changed_markup") for each in cell.wrong)


def test_canaries_share_neither_host_nor_table():
    for source in ALL:
        for canary in cells.canaries_of(source):
            assert not HOSTS[canary] & HOSTS[source]
            assert SOURCES[canary].platform != SOURCES[source].platform


def test_the_table_marks_what_is_wrong():
    good = cells.Cell("hacker_news", "500", "down", (), 1.0)
    bad = cells.Cell("hacker_news", "429", "down", ("down instead of blocked",), 2.0)

    lines = table([good, bad], [bad]).splitlines()

    assert lines[0].split()[0] == "source"
    assert lines[2].split() == ["hacker_news", "down", "WRONG", "down", "3"]
    assert lines[3] == "whole cycle, 429 of hacker_news: down WRONG, 2 s"
