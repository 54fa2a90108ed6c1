"""A thread with an event loop of its own, that the rest of the process asks with a time limit."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Callable, Coroutine
from concurrent.futures import Future
from typing import Any, TypeVar

Result = TypeVar("Result")
_LAST_SECONDS = 1.0


class Worker:
    """Runs coroutines for callers that may or may not have a loop; a hang never holds them up.

    `last` is run when the loop ends.
    """

    def __init__(self, name: str, last: Callable[[], Coroutine[Any, Any, None]]) -> None:
        self._last = last
        self._loop = asyncio.new_event_loop()
        # A page that goes away leaves unread failures behind; they are no news.
        self._loop.set_exception_handler(lambda loop, context: None)
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    def begin(self, ask: Coroutine[Any, Any, Result]) -> Future[Result]:
        """Have the coroutine run."""
        return asyncio.run_coroutine_threadsafe(ask, self._loop)

    def call(self, ask: Coroutine[Any, Any, Result], seconds: float) -> Result:
        """The result of the coroutine. Raises TimeoutError when it is not there in time."""
        future = self.begin(ask)
        try:
            return future.result(seconds)
        except TimeoutError:
            future.cancel()
            raise

    def stop(self, seconds: float) -> None:
        """End the loop; a thread that does not come back is left behind, it is a daemon."""
        with contextlib.suppress(RuntimeError):  # it has ended before
            self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(seconds)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        try:
            self._loop.run_forever()
            self._loop.run_until_complete(self._finish())
            self._loop.run_until_complete(self._loop.shutdown_asyncgens())
        finally:
            self._loop.close()

    async def _finish(self) -> None:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._last(), _LAST_SECONDS)
        left = asyncio.all_tasks() - {asyncio.current_task()}
        for task in left:
            task.cancel()
        if left:
            await asyncio.wait(left, timeout=_LAST_SECONDS)
