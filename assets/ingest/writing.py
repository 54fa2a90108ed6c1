"""Batches into their raw tables, a large one while the next file is read and judged."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime
from types import TracebackType

from warehouse.engine.base import Engine
from warehouse.load import Batch, LoadResult, write_slice

LARGE = 200_000  # rows; below, a thread gains nothing


class SliceWriter:
    """Writes batches in the order given. Nobody else may use the engine before `finish`.

    An engine spends its time outside Python, so one core writes while the other judges. At most
    one batch is under way: memory holds two.
    """

    def __init__(self, engine: Engine, run_id: str, now: datetime) -> None:
        self._engine, self._run_id, self._now = engine, run_id, now
        self._thread: ThreadPoolExecutor | None = None
        self._under_way: Future[LoadResult] | None = None
        self._results: list[LoadResult] = []

    def put(self, batch: Batch) -> None:
        """Write a batch. What the one before it met with is raised here."""
        self._wait()
        if batch.accepted.height < LARGE:
            self._results.append(self._write(batch))
            return
        self._thread = self._thread or ThreadPoolExecutor(1, thread_name_prefix="slices")
        self._under_way = self._thread.submit(self._write, batch)

    def finish(self) -> list[LoadResult]:
        """What was written, in order, when all of it is."""
        self._wait()
        return self._results

    def __enter__(self) -> SliceWriter:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """The thread has let go of the engine when this returns, whatever happened."""
        if self._thread:
            self._thread.shutdown()

    def _wait(self) -> None:
        under_way, self._under_way = self._under_way, None
        if under_way:
            self._results.append(under_way.result())

    def _write(self, batch: Batch) -> LoadResult:
        return write_slice(self._engine, batch, self._run_id, self._now)
