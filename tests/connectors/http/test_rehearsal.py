"""A loopback server plays the platforms; callers see the original addresses only."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.errors import ForbiddenAddress, LoginWall, Refused
from connectors.http.client import HttpClient
from connectors.http.deadline import Deadline
from connectors.http.rehearsal import original, redirected, rehearsal_server, rehearsed
from tests.connectors.http.servers import Heard, Said, serving

SERVER = "http://127.0.0.1:8099"

label = st.from_regex(r"[a-z][a-z0-9]{0,8}", fullmatch=True)
path = st.lists(st.text(min_size=1, max_size=6).map(lambda text: quote(text, safe="")), max_size=3)
addresses = st.builds(
    lambda scheme, name, port, parts, query: (
        f"{scheme}://{name}.example{port}/{'/'.join(parts)}{query}"
    ),
    st.sampled_from(["https", "wss"]),
    label,
    st.sampled_from(["", ":8443"]),
    path,
    st.sampled_from(["", "?q=1", "?q=a%20b&next=https://x.example/y"]),
)


@pytest.mark.parametrize(
    ("url", "played"),
    [
        ("https://a.example/x?q=1#part", f"{SERVER}/a.example/x?q=1"),
        ("https://A.Example", f"{SERVER}/a.example/"),
        ("http://a.example:80/x", f"{SERVER}/a.example/x"),
        ("https://a.example:8443/x", f"{SERVER}/a.example:8443/x"),
        ("https://me:secret@a.example/x", f"{SERVER}/a.example/x"),
        ("wss://a.example/subscribe?c=x", "ws://127.0.0.1:8099/a.example/subscribe?c=x"),
    ],
)
def test_an_address_is_played_under_its_host(url, played):
    assert rehearsed(url, SERVER) == played


@settings(deadline=None)
@given(addresses)
def test_the_way_there_and_back(url):
    played = rehearsed(url, SERVER)
    assert played.split("://", 1)[1].startswith("127.0.0.1:8099/")
    assert original(played, SERVER) == url
    assert rehearsed(played, SERVER) == played


def test_what_is_not_on_the_server_stays_as_it_is():
    assert original("https://a.example/x", SERVER) == "https://a.example/x"
    assert original("http://127.0.0.1:9/a.example/x", SERVER) == "http://127.0.0.1:9/a.example/x"


@pytest.mark.parametrize("url", ["data:text/plain,x", "file:///etc/hosts", "/path", "https:///x"])
def test_what_has_no_host_cannot_be_rehearsed(url):
    with pytest.raises(ValueError, match="host"):
        rehearsed(url, SERVER)


@pytest.mark.parametrize(
    "server",
    [
        "http://10.0.0.5:8099",
        "http://recordings.example:8099",
        "http://127.0.0.1",
        "https://127.0.0.1:8099",
        "http://127.0.0.1:8099/under",
        "http://me:secret@127.0.0.1:8099",
        "http://127.0.0.1:port",
        "http://0.0.0.0:8099",
        "127.0.0.1:8099",
    ],
)
def test_a_server_that_is_not_loopback_is_refused(server):
    with pytest.raises(ValueError, match="PODPUSHER_REHEARSAL_SERVER") as caught:
        HttpClient(user_agent="t", rehearsal=server)
    assert "secret@" not in str(caught.value)


def test_spellings_of_loopback():
    assert rehearsal_server(" http://localhost:8099/ ") == SERVER
    assert rehearsal_server("http://[::1]:8099") == "http://[::1]:8099"


@pytest.mark.parametrize(
    ("location", "target"),
    [
        ("/y", "https://a.example/y"),
        ("y", "https://a.example/x/y"),
        ("https://b.example/y", "https://b.example/y"),
        ("//b.example/y", "https://b.example/y"),
        (f"{SERVER}/a.example/y?z=1", "https://a.example/y?z=1"),
        (f"{SERVER}/b.example/y", "https://b.example/y"),
        ("/a.example/y", "https://a.example/y"),
    ],
)
def test_redirects_are_those_of_the_original(location, target):
    assert redirected(location, "https://a.example/x/", SERVER) == target


def test_the_client_asks_the_server_and_names_the_original():
    moves = {"/a.example/start": "next", "/a.example/next": "/a.example/end?x=1"}

    def answer(heard: Heard) -> Said:
        location = moves.get(heard.path)
        return Said(302, b"", {"location": location}) if location else Said(200, b"played")

    with serving(answer) as server, HttpClient(user_agent="t", rehearsal=server.url) as client:
        found = client.get("https://a.example/start", deadline=Deadline(5), source="src")
    assert found.body == b"played"
    assert found.url == "https://a.example/end?x=1"
    assert [heard.path for heard in server.heard][-1] == "/a.example/end?x=1"


@pytest.mark.parametrize(
    ("location", "kind"),
    [
        ("{server}/b.example/y", Refused),
        ("https://b.example/y", Refused),
        ("{server}/accounts.b.example/signin", LoginWall),
        ("/login?next=/", LoginWall),
        ("https://10.0.0.7/y", ForbiddenAddress),
        ("{server}/127.0.0.1/y", ForbiddenAddress),
    ],
)
def test_redirects_are_judged_by_the_original_hosts(location, kind):
    def answer(heard: Heard) -> Said:
        return Said(302, b"", {"location": location.format(server=server.url)})

    with (
        serving(answer) as server,
        HttpClient(user_agent="t", rehearsal=server.url) as client,
        pytest.raises(kind),
    ):
        client.get("https://a.example/start", deadline=Deadline(5), source="src")
    assert len(server.heard) == 1


def test_a_rehearsal_does_not_open_the_machine():
    with (
        serving(lambda heard: Said()) as server,
        HttpClient(user_agent="t", rehearsal=server.url) as client,
        pytest.raises(ForbiddenAddress),
    ):
        client.get("http://192.168.1.1/", deadline=Deadline(5), source="src")
    assert server.heard == []
