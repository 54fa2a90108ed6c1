"""Asking with `wrk`: one thread of its own, percentiles from its own histogram."""

from __future__ import annotations

import os
import resource
import shutil
import statistics
import subprocess
from dataclasses import dataclass
from pathlib import Path

# Nothing of it runs while wrk measures.
SCRIPT = """
done = function(summary, latency, requests)
  local e = summary.errors
  if e.connect + e.read + e.write + e.status + e.timeout > 0 then
    io.write(string.format("errors: connect %d, read %d, write %d, status %d, timeout %d\\n",
      e.connect, e.read, e.write, e.status, e.timeout))
  end
  io.write(string.format("RESULT %d %d %d %.0f %.0f %.0f %.0f\\n", summary.requests,
    summary.duration, e.connect + e.read + e.write + e.status + e.timeout,
    latency:percentile(50), latency:percentile(95), latency:percentile(99), latency.max))
end
"""
SPARE_FILES = 200


@dataclass(frozen=True)
class Asked:
    """What a round came to; times in milliseconds."""

    rps: float
    errors: int
    p50: float
    p95: float
    p99: float
    longest: float
    requests: float = 0.0
    micro: float = 0.0  # processor microseconds of the server for one request


def program() -> str:
    """Where wrk is; without it there is nothing to measure with."""
    found = shutil.which("wrk")
    if found is None:
        raise SystemExit("This measurement needs wrk. Run: apt install wrk")
    return found


def allow_files(connections: int) -> None:
    """As many open files as that many connections take, for this process and what it starts."""
    wanted = connections + SPARE_FILES
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY and hard < wanted:
        raise SystemExit(
            f"{connections} connections need {wanted} open files, allowed are {hard}: ulimit -Hn"
        )
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def begin(
    port: int, path: str, *, connections: int, seconds: float, folder: Path, core: int | None
) -> subprocess.Popen[str]:
    """Start a round; `core`: the only one wrk may use."""
    script = folder / "done.lua"
    if not script.is_file():
        script.write_text(SCRIPT)
    command = [program(), "-t1", f"-c{connections}", f"-d{max(1, round(seconds))}s"]
    command += ["-s", str(script), f"http://127.0.0.1:{port}{path}"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    if core is not None:
        os.sched_setaffinity(process.pid, {core})
    return process


def end(process: subprocess.Popen[str]) -> Asked:
    """What the round came to."""
    said, complaint = process.communicate(timeout=120)
    return parse(said + complaint)


def parse(said: str) -> Asked:
    """The line that `SCRIPT` prints."""
    for line in said.splitlines():
        if line.startswith("errors: "):
            print(f"  {line}")
        if line.startswith("RESULT "):
            requests, duration, errors, *micro = (float(part) for part in line.split()[1:])
            p50, p95, p99, longest = (value / 1000 for value in micro)
            return Asked(requests / duration * 1e6, int(errors), p50, p95, p99, longest, requests)
    raise SystemExit(f"wrk gave no result:\n{said}")


def median(rounds: list[Asked]) -> Asked:
    """Medians of the rounds, each of its own; errors are added up."""
    return Asked(
        *(
            sum(one.errors for one in rounds)
            if name == "errors"
            else statistics.median(getattr(one, name) for one in rounds)
            for name in Asked.__dataclass_fields__
        )
    )
