"""Any container: compressed or not, Parquet, CSV in its dialects, JSON lines."""

from __future__ import annotations

import gzip
import io

import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.errors import UnusableInput
from connectors.trends.replay.containers import read_table, unpack
from connectors.trends.replay.table import LINE, Table

CSV = b"term,metric,value\ntea,views,1\ncoffee,views,2\n"


def header(cells: list[str]) -> bool:
    return "term" in cells


def zstd(payload: bytes) -> bytes:
    return pa.compress(payload, codec="zstd", asbytes=True)


def zstd_stream(payload: bytes) -> bytes:
    sink = pa.BufferOutputStream()
    with pa.CompressedOutputStream(sink, "zstd") as stream:
        stream.write(payload)
    return sink.getvalue().to_pybytes()


def parquet(**columns) -> bytes:
    sink = io.BytesIO()
    pl.DataFrame(columns).write_parquet(sink)
    return sink.getvalue()


def read_or_refuse(payload: bytes) -> Table | None:
    """The table, or None after the one error that is allowed."""
    try:
        return read_table(payload, header)
    except UnusableInput as error:
        if not error.message:
            raise AssertionError("an error without words") from error
        return None


def rows(payload: bytes) -> list[tuple]:
    return read_table(payload, header).frame.rows()


@pytest.mark.parametrize(
    "payload",
    [CSV, gzip.compress(CSV), zstd(CSV), zstd_stream(CSV), gzip.compress(zstd(CSV))],
    ids=["plain", "gz", "zst", "zst stream", "zst in gz"],
)
def test_compression_is_seen_through(payload):
    assert rows(payload) == [(2, "tea", "views", "1"), (3, "coffee", "views", "2")]


def test_gzip_members_follow_one_another():
    assert unpack(gzip.compress(b"one ") + gzip.compress(b"two")) == b"one two"


@pytest.mark.parametrize("pack", [gzip.compress, zstd_stream], ids=["gz", "zst"])
def test_a_bomb_is_bounded(pack):
    with pytest.raises(UnusableInput) as caught:
        unpack(pack(b"\0" * 5_000_000), limit=1_000_000)
    assert caught.value.reason == "too_large"


@pytest.mark.parametrize("pack", [gzip.compress, zstd_stream], ids=["gz", "zst"])
def test_a_truncated_archive(pack):
    with pytest.raises(UnusableInput) as caught:
        unpack(pack(CSV * 50)[:-9])
    assert caught.value.reason == "truncated"


def test_a_damaged_archive():
    packed = bytearray(gzip.compress(CSV * 200))
    packed[20:40] = b"\0" * 20
    with pytest.raises(UnusableInput):
        unpack(bytes(packed))


@pytest.mark.parametrize(
    "text",
    [
        "term;metric\ntea;views\n",
        "term\tmetric\r\ntea\tviews\r\n",
        "term|metric\ntea|views",
        '"term","metric"\n"tea","views"\n',
        "term,metric\rtea,views\r",
        "\nterm,metric\n\ntea,views\n\n",
        "term,metric\ntea,views\n,\n",
    ],
)
def test_dialects(text):
    table = read_table(text.encode(), header)
    assert table.columns == ("term", "metric")
    assert table.frame.drop(LINE).rows() == [("tea", "views")]


def test_lines_before_the_header_are_the_preamble():
    table = read_table(b"Report of today\nFilter,All\n\nterm,metric\ntea,views\n", header)
    assert table.preamble == ("Report of today", "Filter,All", "")
    assert table.frame.rows() == [(5, "tea", "views")]


def test_a_header_alone_is_an_empty_table():
    assert read_table(b"term,metric\n", header).frame.height == 0


def test_a_row_with_too_many_cells_is_refused_and_the_others_load():
    table = read_table(b"term,metric\ntea,views,9\ncoffee,views\nlone\n", header)
    assert table.frame.rows() == [(3, "coffee", "views"), (4, "lone", None)]
    assert [(r["line"], r["reason"]) for r in table.refused] == [(2, "wrong_columns")]


def test_a_quote_left_open_costs_its_own_row_only():
    table = read_table(b'term,metric\n"tea,views\ncoffee,views\n', header)
    assert table.frame.rows() == [(3, "coffee", "views")]
    assert [(r["line"], r["reason"]) for r in table.refused] == [(2, "unclosed_quote")]


def test_a_quoted_cell_may_hold_line_breaks():
    table = read_table(b'term,metric\n"two\nlines",views,1\n"two\nlines",views\n', header)
    assert table.frame["term"].to_list() == ["two\nlines"]


def test_damaged_bytes_cost_their_own_row_only():
    payload = "term,metric\ncafé,views\n".encode() + b"na\xefve,views\nplain,views\n"
    table = read_table(payload, header)
    assert table.frame["term"].to_list() == ["café", "plain"]
    assert [(r["line"], r["reason"]) for r in table.refused] == [(3, "bad_encoding")]


def test_columns_of_one_name_keep_the_first():
    table = read_table(b"term,term,metric\na,b,views\n", header)
    assert table.frame["term"].to_list() == ["a"]


def test_json_lines():
    text = '{"term": "tea", "value": 5, "x": null}\n\n{"term": "c", "value": 1.5, "is": true}\n'
    table = read_table(text.encode(), header)
    assert table.frame.rows() == [(1, "tea", "5", None, None), (3, "c", "1.5", None, "true")]


def test_json_lines_that_are_broken_are_refused_one_by_one():
    payload = '{"term": "thé"}\n{"term": \n[1]\n'.encode()
    payload += b'{"term": "\xff\xfe"}\n{"term": "ok", "more": {"a": 1}}\n'
    table = read_table(payload, header)
    assert table.frame["term"].to_list() == ["thé", "ok"]
    assert [r["reason"] for r in table.refused] == ["bad_json", "bad_encoding", "bad_json"]


def test_a_json_list():
    table = read_table(b'[{"term": "a"}, {"term": "b"}, 3]', header)
    assert table.frame["term"].to_list() == ["a", "b"]
    assert len(table.refused) == 1


@pytest.mark.parametrize(
    ("payload", "reason"),
    [
        (b"", "empty"),
        (b"  \n \n", "empty"),
        (gzip.compress(b"", mtime=0), "empty"),
        (b"PK\x03\x04 workbook", "unknown_format"),
        (b"\xd0\xcf\x11\xe0 old workbook", "unknown_format"),
        (b"<html><body>hello</body></html>", "unknown_format"),
        (b"PAR1 something that ends too early", "truncated"),
        (b"PAR1" + b"\0" * 60 + b"PAR1", "unreadable"),
        (b'{"term": ', "unreadable"),
        (b'[{"term": "a"}, {"ter', "truncated"),
    ],
    ids=lambda value: value if isinstance(value, str) else "file",
)
def test_unusable_files(payload, reason):
    with pytest.raises(UnusableInput) as caught:
        read_table(payload, header)
    assert caught.value.reason == reason
    assert caught.value.code == f"input.{reason}"


def test_parquet_keeps_its_types():
    table = read_table(parquet(term=["tea"], value=[5]), header)
    assert table.frame.schema == {LINE: pl.Int64, "term": pl.String, "value": pl.Int64}


@pytest.mark.parametrize("keep", [0.2, 0.5, 0.9, 0.999])
def test_a_truncated_parquet(keep):
    payload = parquet(term=[f"term {n}" for n in range(2000)], value=list(range(2000)))
    with pytest.raises(UnusableInput):
        read_table(payload[: int(len(payload) * keep)], header)


def test_a_parquet_damaged_in_the_middle():
    payload = bytearray(parquet(term=[f"term {n}" for n in range(5000)]))
    middle = len(payload) // 3
    payload[middle : middle + 200] = b"\xa5" * 200
    table = read_or_refuse(bytes(payload))
    # The damage may fall into padding; then every row must be there.
    assert table is None or table.frame.height == 5000


@given(st.binary(max_size=300))
def test_no_bytes_at_all_can_crash_the_reader(payload):
    table = read_or_refuse(payload)
    assert table is None or LINE in table.frame.columns


@given(st.binary(min_size=4, max_size=120), st.sampled_from(["gz", "zst", "parquet"]))
def test_no_damage_to_an_archive_can_crash_the_reader(noise, kind):
    whole = {"gz": gzip.compress(CSV), "zst": zstd(CSV), "parquet": parquet(term=["a"] * 50)}[kind]
    spoiled = whole[:8] + noise + whole[8 + len(noise) :]
    table = read_or_refuse(spoiled)
    assert table is None or LINE in table.frame.columns
