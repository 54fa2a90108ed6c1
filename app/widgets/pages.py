"""A list that is held as a whole, shown a page at a time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

ItemT = TypeVar("ItemT")


def paged(items: Sequence[ItemT], size: int, key: str) -> tuple[DeltaGenerator, int, list[ItemT]]:
    """The place for the page above its numbers, the index of its first item, and its items.

    A page that no longer exists, because a filter made the list shorter, gives the first one.
    """
    pages = max(1, -(-len(items) // size))
    if st.session_state.get(key, 1) > pages:
        st.session_state[key] = 1
    holder = st.container(key=f"{key}_items")
    page = st.pagination(pages, key=key) if pages > 1 else 1
    begin = (page - 1) * size
    return holder, begin, list(items[begin : begin + size])
