"""What every answer shares: the page, the locale and the one error."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Annotated, Any, Generic, TypeVar

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, PlainSerializer

ItemT = TypeVar("ItemT")


def _text(value: Decimal) -> str:
    return format(value, "f")


# Money travels as a decimal string, never as a float.
Amount = Annotated[
    Decimal,
    PlainSerializer(_text, return_type=str, when_used="json"),
    Field(json_schema_extra={"type": "string"}, examples=["24.99"]),
]


class Wire(BaseModel):
    """Base of everything on the wire: unknown fields are ignored, so that servers may add some."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class Locale(Wire):
    """What the answer's texts, amounts and days are written for."""

    language: str = Field(default="en", description="BCP 47 tag of messages in the answer.")
    currency: str = Field(default="USD", description="ISO 4217 code of amounts that name none.")
    time_zone: str = Field(default="UTC", description="Zone in which days begin.")
    available: list[str] = Field(default=["en"], description="Languages the server can answer in.")


class Page(Wire, Generic[ItemT]):
    """One page of a list. Follow `next_cursor` until it is null; `limit` may change between."""

    items: list[ItemT]
    next_cursor: str | None = Field(
        default=None, description="Give it back as `cursor`; null at the end."
    )
    as_of: date | None = Field(
        default=None, description="The day the figures stand for (UTC); null when there are none."
    )
    generation: str | None = Field(
        default=None, description="The published snapshot that answered; null when there is none."
    )
    locale: Locale = Field(default_factory=Locale)


class Error(Wire):
    """The one shape of every error below `/api`."""

    code: str = Field(description="Stable; translate by it.", examples=["serving.not_published"])
    message: str = Field(description="English, says what to do next.")
    details: dict[str, Any] = Field(default_factory=dict, description="Parameters of the code.")
    request_id: str = Field(description="The same as the header X-Request-Id.")

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "code": "serving.not_published",
                    "message": "Nothing has been published yet. Run `make run`, then try again.",
                    "details": {},
                    "request_id": "5f1c6f0c2b7e4d0d9d2f7c1a3b4e5f60",
                }
            ]
        },
    )


class Evidence(Wire):
    """One stored observation that speaks for a figure."""

    source_id: str = Field(examples=["wikimedia_article"])
    origin: str = Field(description="live, replay, import or curated.")
    region: str = Field(description="ISO 3166 alpha-2, WW for the world, or CC-Place.")
    metric: str = Field(examples=["views"])
    value: float | None = Field(
        default=None, description="As measured; null where only a rank is known."
    )
    rank: int | None = Field(default=None, description="Place on the source's list, 1 is the top.")
    observed_at: AwareDatetime = Field(description="End of the span the value covers.")
    captured_at: AwareDatetime = Field(description="When it could first be known.")
    url: str | None = None


def utc(moment: datetime) -> datetime:
    """A naive UTC time of the warehouse as an aware one; aware times are converted."""
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
