"""A small HTTP load generator: keep-alive connections, one request in flight on each."""

from __future__ import annotations

import argparse
import asyncio
import json
import time
from typing import Any


class Connection(asyncio.Protocol):
    def __init__(
        self, request: bytes, until: float, seconds: list[float], failures: list[str]
    ) -> None:
        self.request = request
        self.until = until
        self.seconds = seconds
        self.failures = failures
        self.done = asyncio.get_running_loop().create_future()
        self.buffer = bytearray()
        self.wanted = -1

    def connection_made(self, transport: Any) -> None:
        self.transport = transport  # uvloop's is none of asyncio's classes
        self.ask()

    def ask(self) -> None:
        self.buffer.clear()
        self.wanted = -1
        self.started = time.perf_counter()
        self.transport.write(self.request)

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        if self.wanted < 0:
            end = self.buffer.find(b"\r\n\r\n")
            if end < 0:
                return
            head = bytes(self.buffer[:end]).lower()
            if not head.startswith(b"http/1.1 200"):
                self.failures.append(head.split(b"\r\n", 1)[0].decode())
            place = head.find(b"content-length:") + len(b"content-length:")
            self.wanted = end + 4 + int(head[place:].split(b"\r\n", 1)[0])
        if len(self.buffer) >= self.wanted:
            now = time.perf_counter()
            self.seconds.append(now - self.started)
            if now < self.until:
                self.ask()
            else:
                self.transport.close()

    def connection_lost(self, error: Exception | None) -> None:
        if error is not None:
            self.failures.append(repr(error))
        if not self.done.done():
            self.done.set_result(None)


async def run(host: str, port: int, path: str, connections: int, duration: float) -> dict:
    request = f"GET {path} HTTP/1.1\r\nHost: localhost:{port}\r\n\r\n".encode()
    seconds: list[float] = []
    failures: list[str] = []
    loop = asyncio.get_running_loop()
    started = time.perf_counter()
    made = [
        await loop.create_connection(
            lambda: Connection(request, started + duration, seconds, failures), host, port
        )
        for _ in range(connections)
    ]
    await asyncio.gather(*(protocol.done for _transport, protocol in made))
    spent = time.perf_counter() - started
    seconds.sort()
    return {
        "requests": len(seconds),
        "failures": failures[:5],
        "rps": len(seconds) / spent,
        "p50_ms": 1000 * seconds[len(seconds) // 2],
        "p95_ms": 1000 * seconds[int(len(seconds) * 0.95)],
        "p99_ms": 1000 * seconds[int(len(seconds) * 0.99)],
    }


if __name__ == "__main__":
    import uvloop

    parser = argparse.ArgumentParser()
    parser.add_argument("port", type=int)
    parser.add_argument("path")
    parser.add_argument("--connections", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=3.0)
    options = parser.parse_args()
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        found = runner.run(
            run("127.0.0.1", options.port, options.path, options.connections, options.seconds)
        )
    print(json.dumps(found))
