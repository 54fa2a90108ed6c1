"""The ranked list as CSV and Parquet, and with some fields only."""

import csv
import io
from datetime import date

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.media import CSV, JSON, OFFERED, PARQUET, as_csv, preferred
from api.schemas.trends import Trend
from api.selection import COLUMNS
from tests.factories.marts import AS_OF, TERMS


def table(client, query="", media=PARQUET):
    answer = client.get(f"/v1/trends{query}", headers={"accept": media})
    assert answer.status_code == 200, answer.text
    return answer


def test_a_parquet_file_holds_what_the_pages_hold(client):
    answer = table(client)
    frame = pl.read_parquet(io.BytesIO(answer.content))
    items = client.get("/v1/trends?limit=200").json()["items"]

    assert answer.headers["content-type"] == PARQUET
    assert frame.columns == list(COLUMNS)
    assert frame.schema["scored_on"] == pl.Date
    assert frame.schema["rank"] == pl.Int64
    assert frame["term_id"].to_list() == [item["term_id"] for item in items]
    assert frame["score"].to_list() == [item["score"] for item in items]
    assert frame["risk_status"].to_list() == [item["risk"]["status"] for item in items]
    assert frame["sources"].to_list() == [",".join(item["sources"]) for item in items]


def test_a_table_says_what_it_is_of(client):
    answer = table(client)
    told = pl.read_parquet_metadata(io.BytesIO(answer.content))
    generation = client.get("/v1/trends").json()["generation"]

    assert told["as_of"] == answer.headers["x-as-of"] == AS_OF.isoformat()
    assert told["generation"] == answer.headers["x-generation"] == generation
    assert f"trends-{AS_OF}.parquet" in answer.headers["content-disposition"]


def test_csv_holds_the_same_rows(client):
    answer = table(client, media=CSV)
    rows = list(csv.DictReader(io.StringIO(answer.text, newline="")))
    frame = pl.read_parquet(io.BytesIO(table(client).content))

    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert list(rows[0]) == list(COLUMNS)
    assert [row["display"] for row in rows] == frame["display"].to_list()
    assert [row["rank"] for row in rows] == ["" if n is None else str(n) for n in frame["rank"]]
    assert {row["is_curated"] for row in rows} == {"true", "false"}


def test_filters_and_fields_hold_for_tables(client):
    answer = table(client, "?stage=peak&fields=rank,term_id,risk", CSV)
    rows = list(csv.reader(io.StringIO(answer.text, newline="")))
    assert rows[0] == ["term_id", "rank", "risk_status", "risk_category", "risk_code"]
    assert {row[0] for row in rows[1:]} == {"t-cottagecore", "t-camping"}


def test_a_limited_table_leads_to_the_rest(client):
    first = table(client, "?limit=3&fields=term_id", CSV)
    link = first.headers["link"]
    assert link.endswith('>; rel="next"')
    address = link[1 : link.index(">")]
    rest = client.get(address.replace("limit=3", "limit=200"), headers={"accept": CSV})

    found = [*first.text.split()[1:], *rest.text.split()[1:]]
    assert len(found) == len(set(found)) == len(TERMS)
    assert "link" not in rest.headers


def test_each_representation_has_its_own_validator(client):
    json, text = client.get("/v1/trends"), table(client, media=CSV)
    assert json.headers["vary"] == text.headers["vary"] == "Accept"
    assert json.headers["etag"] != text.headers["etag"]

    again = client.get("/v1/trends", headers={"accept": CSV, "if-none-match": text.headers["etag"]})
    other = client.get("/v1/trends", headers={"if-none-match": text.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert other.json() == json.json()


def test_what_is_not_offered_is_said(client):
    answer = client.get("/v1/trends", headers={"accept": "application/xml"})
    assert answer.status_code == 406
    assert answer.json()["code"] == "request.not_acceptable"
    assert all(media in answer.json()["message"] for media in OFFERED)


def test_a_browser_gets_json(client):
    accept = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
    assert client.get("/v1/trends", headers={"accept": accept}).headers["content-type"] == JSON


def test_only_the_fields_asked_for(client):
    page = client.get("/v1/trends?fields=term,%20score").json()
    assert all(list(item) == ["term", "score"] for item in page["items"])
    assert set(page) == {"items", "next_cursor", "as_of", "generation", "locale"}


def test_all_fields_are_what_no_choice_gives(client):
    everything = ",".join(Trend.model_fields)
    assert client.get("/v1/trends").json()["items"][0].keys() == set(Trend.model_fields)
    asked = client.get(f"/v1/trends?fields={everything[:100].rpartition(',')[0]}").json()
    assert set(asked["items"][0]) < set(Trend.model_fields)


@pytest.mark.parametrize(
    ("fields", "media"), [("scor", JSON), ("term,,score", JSON), ("sparkline", CSV)]
)
def test_an_unknown_field_is_named(client, fields, media):
    answer = client.get(f"/v1/trends?fields={fields}", headers={"accept": media})
    assert answer.status_code == 422
    assert answer.json()["details"]["fields"][0]["field"] == "fields"
    assert "term_id" in answer.json()["message"]


@pytest.mark.parametrize(
    ("accept", "found"),
    [
        (None, JSON),
        ("", JSON),
        ("text/*", CSV),
        ("application/*", JSON),
        ("application/json;q=0.5, text/csv", CSV),
        ("*/*;q=0.1, application/vnd.apache.parquet", PARQUET),
        ("*/*, application/json;q=0", CSV),
        ("text/csv;q=0", None),
        ("text/html", None),
        ("text/csv;q=much", None),
    ],
)
def test_the_most_wanted_type_is_given(accept, found):
    assert preferred(accept) == found


@given(st.text(max_size=80))
def test_no_accept_header_breaks_the_choice(accept):
    assert preferred(accept) in (*OFFERED, None)


@given(st.lists(st.text(max_size=8) | st.none() | st.booleans() | st.integers() | st.dates()))
def test_csv_is_read_back_and_runs_no_formula(values):
    rows = [{"a": value, "b": 1} for value in values]
    read = list(csv.reader(io.StringIO(as_csv(["a", "b"], rows).decode(), newline="")))
    assert read[0] == ["a", "b"]
    assert len(read) == len(rows) + 1
    for value, row in zip(values, read[1:], strict=True):
        if isinstance(value, str):
            assert not row[0].startswith(("=", "+", "-", "@", "\t", "\r"))
            assert row[0] in (value, f"'{value}")
        elif isinstance(value, date):
            assert date.fromisoformat(row[0]) == value
