"""Versions in the order of their numbers."""

from __future__ import annotations

import pytest

from domain.versions import newest, order


def test_ten_comes_after_two() -> None:
    names = ["v10", "v2", "f9", "bench", "1"]
    assert sorted(names, key=order) == ["bench", "1", "v2", "f9", "v10"]
    assert newest(names) == "v10"


@pytest.mark.parametrize(
    ("names", "found"), [([], None), (["bench"], "bench"), (["v2-b", "v2-a"], "v2-b")]
)
def test_what_has_no_order_of_numbers_goes_by_text(names: list[str], found: str | None) -> None:
    assert newest(names) == found
