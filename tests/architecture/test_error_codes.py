"""Every error class says what happened by a code of its own, and the API knows its status."""

from __future__ import annotations

import inspect
import re
from functools import cache

from api.errors import CODES, STATUS, ApiError, status_of
from connectors.errors import ConnectorError
from tests.architecture.test_house import classes
from warehouse.errors import WarehouseError

SHAPE = re.compile(r"[a-z]+(_[a-z]+)*\.[a-z]+(_[a-z]+)*")
OURS = (ApiError, ConnectorError, WarehouseError)


@cache
def errors() -> tuple[type[Exception], ...]:
    return tuple(item for item in classes() if issubclass(item, OURS))


def a_case(kind: type[Exception]) -> Exception:
    """An instance, made without asking what its constructor wants."""
    return kind.__new__(kind, "for the test")


def test_there_are_errors_to_look_at() -> None:
    assert len(errors()) > 25
    assert set(OURS) <= set(errors())


def test_codes_have_one_shape() -> None:
    for kind in errors():
        code = inspect.getattr_static(kind, "code")
        assert SHAPE.fullmatch(code), kind


def test_a_code_belongs_to_one_kind_of_error() -> None:
    """Two classes may share one only when the first is the other's general case."""
    by_code: dict[str, list[type[Exception]]] = {}
    for kind in errors():
        by_code.setdefault(inspect.getattr_static(kind, "code"), []).append(kind)
    for code, kinds in by_code.items():
        for one in kinds:
            for other in kinds:
                related = issubclass(one, other) or issubclass(other, one)
                same_thing = one.__name__ == other.__name__  # a file that cannot be used
                assert related or same_thing, (code, kinds)


def test_every_error_has_a_status_of_its_own_or_of_its_family() -> None:
    internal = set()
    for kind in errors():
        status = status_of(a_case(kind))
        assert 400 <= status < 600, kind
        if status == 500 and kind not in (ApiError, WarehouseError):
            internal.add(inspect.getattr_static(kind, "code"))
    # The API opens neither the warehouse nor what is landed: these can only be our own fault.
    assert internal == {"landing.damaged", "warehouse.migration_changed", "warehouse.unreachable"}


def test_what_is_none_of_ours_is_an_internal_error() -> None:
    assert status_of(KeyError("x")) == 500


def test_the_documented_codes_are_those_of_the_table() -> None:
    assert {kind.code for kind in STATUS} <= CODES
