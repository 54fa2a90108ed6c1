"""What is slow outside Python, done in a thread while the caller goes on with the next."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime
from types import TracebackType
from typing import Generic, Self, TypeVar

from warehouse.engine.base import Engine
from warehouse.load import Batch, LoadResult, write_slice

LARGE = 200_000  # rows; below, a thread gains nothing
Done = TypeVar("Done")


class Behind(Generic[Done]):
    """Does jobs in the order given, large ones in a thread.

    At most one job is under way, so memory holds two: its own, and the one being prepared.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._thread: ThreadPoolExecutor | None = None
        self._under_way: Future[Done] | None = None
        self._done: list[Done] = []

    def put(self, job: Callable[[], Done], *, large: bool) -> None:
        """Do a job. What the one before it met with is raised here."""
        self._wait()
        if not large:
            self._done.append(job())
            return
        self._thread = self._thread or ThreadPoolExecutor(1, thread_name_prefix=self._name)
        self._under_way = self._thread.submit(job)

    def finish(self) -> list[Done]:
        """What the jobs returned, in order, when all are done."""
        self._wait()
        return self._done

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """The thread has ended when this returns, whatever happened."""
        if self._thread:
            self._thread.shutdown()

    def _wait(self) -> None:
        under_way, self._under_way = self._under_way, None
        if under_way:
            self._done.append(under_way.result())


class SliceWriter(Behind[LoadResult]):
    """Batches into their raw tables, a large one while the next file is read and judged.

    An engine spends its time outside Python, so one core writes while the other judges. Nobody
    else may use the engine before `finish`.
    """

    def __init__(self, engine: Engine, run_id: str, now: datetime) -> None:
        super().__init__("slices")
        self._engine, self._run_id, self._now = engine, run_id, now

    def write(self, batch: Batch) -> None:
        """Write a batch. What the one before it met with is raised here."""
        self.put(
            lambda: write_slice(self._engine, batch, self._run_id, self._now),
            large=batch.accepted.height >= LARGE,
        )
