"""How good the score was: the newest card of this installation, or the one of the weights."""

from __future__ import annotations

from functools import lru_cache
from typing import Annotated, Final, Literal

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from api.cache import Answer
from api.dependencies import ServicesOf, digest
from api.errors import NoScoreCard
from api.examples import conditional as documented
from api.routing import StrictRoute, conditional
from api.schemas.score_card import ScoreCard
from warehouse.cards import StoredCard, newest_card, shipped_card

Of = Annotated[
    Literal["installation", "weights"],
    Query(
        description="`installation`: this installation's own history. `weights`: the recorded "
        "history that the weights in use were made on, each day graded by weights fitted on the "
        "days before it."
    ),
]

router = APIRouter(prefix="/v1", tags=["trends"], route_class=StrictRoute)
HOW: Final = (
    "Run the job `weekly_score_card` in Dagster's UI; in live mode it runs every Monday by itself."
)


@router.get(
    "/score-card",
    summary="How good the score was",
    response_model=ScoreCard,
    responses=documented(404, 422),
)
def get_score_card(request: Request, services: ServicesOf, of: Of = "installation") -> Response:
    """What forecasts and simple rules said on past days, against what then came.

    Graded is this installation's own history, or that of the weights in use.
    docs/science/backtest.md defines every figure. A card without rows means that the history is
    too short.
    """
    folder = services.warehouse.cards
    kept = newest_card(folder) if of == "installation" else shipped_card(folder)
    if kept is None:
        how = HOW if of == "installation" else "The first run of the pipeline lays it there."
        raise NoScoreCard(f"No score card has been made yet. {how}")
    body = _body(kept)
    return conditional(request, Answer(body, f'"{digest(body)}"'))


@lru_cache(maxsize=2)
def _body(kept: StoredCard) -> bytes:
    """A kept card never changes, so it is read once."""
    try:
        return ScoreCard.model_validate({**kept.read(), "id": kept.id}).model_dump_json().encode()
    except (OSError, ValueError) as error:
        raise NoScoreCard(f"The newest score card cannot be read. {HOW}") from error
