"""What processes share about the outside world: budgets, broken hosts, validators of answers."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from warehouse.state.base import Base


class TokenBucket(Base):
    """Tokens that were left at a moment."""

    __tablename__ = "token_buckets"

    key: Mapped[str] = mapped_column(primary_key=True)  # provider and account, never a secret
    tokens: Mapped[float]
    updated_at: Mapped[datetime]


class Breaker(Base):
    """How a host stands. `until`: when the next try is allowed, or when a probe's lease ends."""

    __tablename__ = "breakers"

    host: Mapped[str] = mapped_column(primary_key=True)
    phase: Mapped[str]
    failures: Mapped[int]  # in a row
    until: Mapped[datetime | None]

    __table_args__ = (CheckConstraint("phase in ('closed', 'open', 'half_open')", name="phase"),)


class HttpValidator(Base):
    """Validators of the last good answer of an address. The address itself is not kept."""

    __tablename__ = "http_validators"

    url_hash: Mapped[str] = mapped_column(primary_key=True)
    etag: Mapped[str | None]
    last_modified: Mapped[str | None]
    updated_at: Mapped[datetime] = mapped_column(index=True)
