"""Open a file whatever it is called: plain or compressed; Parquet, CSV or JSON lines."""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable, Collection

import polars as pl

from connectors.errors import UnusableInput
from connectors.trends.replay.delimited import read_delimited
from connectors.trends.replay.encoding import decode
from connectors.trends.replay.jsonlines import read_json
from connectors.trends.replay.table import LINE, Table, plain_name

MAX_BYTES = 1_000_000_000  # after decompression
MAX_DEPTH = 2  # a compressed file in a compressed file, and no more
_ADVICE = "Bring CSV, Parquet or JSON lines; docs/user/signals.md shows the columns."


def unpack(payload: bytes, *, limit: int = MAX_BYTES) -> bytes:
    """The payload without gzip or Zstandard around it. Raises UnusableInput."""
    for _ in range(MAX_DEPTH):
        if payload[:2] == b"\x1f\x8b":
            payload = _gunzip(payload, limit)
        elif payload[:4] == b"\x28\xb5\x2f\xfd":
            payload = _unzstd(payload, limit)
        else:
            break
    return payload


def read_table(
    payload: bytes,
    is_header: Callable[[list[str]], bool],
    *,
    only: Collection[str] | None = None,
) -> Table:
    """The rows of a file. `is_header` tells a header line from a line of preamble.

    With `only`, a Parquet file's other columns (by plain name) are not read and come empty.
    Raises UnusableInput when nothing can be read.
    """
    payload = unpack(payload)
    if not payload.strip():
        raise UnusableInput(f"the file is empty. {_ADVICE}", reason="empty")
    if payload[:4] == b"PAR1":
        return _parquet(payload, only)
    if payload[:2] == b"PK" or payload[:4] == b"\xd0\xcf\x11\xe0":
        raise UnusableInput(
            "a spreadsheet or an archive. Save the sheet as CSV (UTF-8), or unpack it first.",
            reason="unknown_format",
        )
    decoded = decode(payload)
    if decoded.text.lstrip()[:1] in ("{", "["):
        return read_json(decoded)
    if decoded.text.lstrip()[:1] == "<":
        raise UnusableInput(f"a web page or XML, not a table. {_ADVICE}", reason="unknown_format")
    return read_delimited(decoded, is_header)


def _parquet(payload: bytes, only: Collection[str] | None) -> Table:
    if payload[-4:] != b"PAR1":
        raise UnusableInput(
            "a Parquet file that ends too early. Copy or export it again.", reason="truncated"
        )
    try:
        frame = _columns(payload, only)
    except (pl.exceptions.PolarsError, OSError, ValueError) as error:
        raise UnusableInput(
            f"a damaged Parquet file ({type(error).__name__}). Copy or export it again.",
            reason="unreadable",
        ) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # polars' own crash on damaged pages
            raise
        raise UnusableInput(
            "a damaged Parquet file. Copy or export it again.", reason="unreadable"
        ) from error
    frame = frame.drop(LINE, strict=False).with_row_index(LINE, offset=1)
    return Table(frame.with_columns(pl.col(LINE).cast(pl.Int64)), (), (), "binary", "parquet")


def _columns(payload: bytes, only: Collection[str] | None) -> pl.DataFrame:
    if only is None:
        return pl.read_parquet(io.BytesIO(payload))
    names = list(pl.read_parquet_schema(io.BytesIO(payload)))
    wanted = [name for name in names if plain_name(name) in only] or names[:1]
    frame = pl.read_parquet(io.BytesIO(payload), columns=wanted)
    return frame.with_columns(pl.lit(None).alias(name) for name in names if name not in wanted)


def _gunzip(payload: bytes, limit: int) -> bytes:
    parts = bytearray()
    rest = payload
    try:
        while rest[:2] == b"\x1f\x8b":  # members may follow one another
            inflate = zlib.decompressobj(wbits=31)
            parts += inflate.decompress(rest, limit - len(parts) + 1)
            if len(parts) > limit:
                raise _too_large(limit)
            if not inflate.eof:
                raise UnusableInput(
                    "a gzip file that ends too early. Copy or export it again.", reason="truncated"
                )
            rest = inflate.unused_data
    except zlib.error as error:
        raise UnusableInput(
            "a damaged gzip file. Copy or export it again.", reason="unreadable"
        ) from error
    return bytes(parts)


def _unzstd(payload: bytes, limit: int) -> bytes:
    import pyarrow as pa

    parts = bytearray()
    try:
        with pa.CompressedInputStream(pa.py_buffer(payload), "zstd") as stream:
            while chunk := stream.read(1 << 20):
                parts += chunk
                if len(parts) > limit:
                    raise _too_large(limit)
    except (OSError, pa.ArrowException) as error:
        raise UnusableInput(
            "a Zstandard file that is damaged or ends too early. Copy or export it again.",
            reason="truncated",
        ) from error
    return bytes(parts)


def _too_large(limit: int) -> UnusableInput:
    return UnusableInput(
        f"more than {limit:,} bytes once unpacked. Split the file and try again.",
        reason="too_large",
    )
