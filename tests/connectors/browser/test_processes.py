"""Weighing and ending a tree of processes, with plain ones instead of a browser."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator

import psutil
import pytest

from connectors.browser.processes import MemoryWatch, ProcessTree, lives

# A parent that holds some memory and has a child in the same group and one in a group of its own.
PARENT = """
import subprocess, sys
held = bytearray(int(sys.argv[1]))
wait = [sys.executable, "-c", "import sys; sys.stdin.read()"]
children = [
    subprocess.Popen(wait, stdin=subprocess.PIPE, start_new_session=apart)
    for apart in (False, True)
]
sys.stdout.write("ready\\n")
sys.stdout.flush()
sys.stdin.read()
"""


@pytest.fixture
def tree() -> Iterator[ProcessTree]:
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT, "100000000"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        start_new_session=True,
    )
    with parent:
        assert parent.stdout is not None
        assert parent.stdout.readline() == b"ready\n"
        tree = ProcessTree(psutil.Process(parent.pid))
        yield tree
        tree.kill()


def test_a_tree_is_weighed_as_a_whole(tree: ProcessTree) -> None:
    assert len(tree.members()) == 3
    assert 100 < tree.memory_mb() <= tree.resident_mb() < 250


def test_a_tree_ends_as_a_whole(tree: ProcessTree) -> None:
    members = tree.members()
    tree.kill()
    assert not any(lives(one) for one in members)
    assert tree.members() == []
    assert tree.memory_mb() == 0
    tree.kill()


def test_orphans_are_not_forgotten(tree: ProcessTree) -> None:
    children = tree.members()[1:]
    tree.root.kill()
    assert set(children) <= set(tree.members())
    tree.kill()
    assert not any(lives(one) for one in children)


def test_a_tree_beyond_the_limit_is_ended_and_its_weight_told(tree: ProcessTree) -> None:
    told: list[float] = []
    ended = threading.Event()

    def exceeded(weight: float) -> None:
        told.append(weight)
        ended.set()

    watch = MemoryWatch(tree, 50, exceeded)
    assert ended.wait(10)
    watch.stop()
    assert tree.members() == []
    assert 100 < told[0] < 250


def test_a_tree_within_the_limit_is_left_alone(tree: ProcessTree) -> None:
    looks = threading.Semaphore(0)
    weigh = tree.resident_mb

    def counted() -> float:
        looks.release()
        return weigh()

    tree.resident_mb = counted  # type: ignore[method-assign]
    watch = MemoryWatch(tree, 1000, lambda weight: pytest.fail(f"ended at {weight}"))
    for _ in range(3):
        assert looks.acquire(timeout=10)
    watch.stop()
    assert len(tree.members()) == 3
