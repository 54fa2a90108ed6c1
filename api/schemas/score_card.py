"""How good the score was, on the wire."""

from __future__ import annotations

from datetime import date

from pydantic import AwareDatetime, ConfigDict, Field

from api.schemas.common import Wire


class Interval(Wire):
    """A measure with its 95 % interval; null where there is none."""

    value: float | None
    low: float | None
    high: float | None


Measures = dict[str, Interval | float | None]


class Bin(Wire):
    """Rows of like chances."""

    stated: float = Field(description="Mean chance that was stated.")
    came_true: float = Field(description="Share that came true.")
    low: float | None = Field(default=None, description="95 % interval of that share.")
    high: float | None = None
    rows: int


class Calibration(Wire):
    """Whether stated chances mean what they say."""

    slope: float | None = Field(description="1 is right, below 1 boasts.")
    mean_stated: float | None
    base_rate: float | None
    brier: float | None
    brier_skill: float | None = Field(description="1 less Brier over that of the base rate.")
    intervals: dict[str, Interval]
    bins: list[Bin] = Field(description="Equal counts, from low chances to high.")


Paired = dict[str, dict[str, Interval | float | str | None]]


class Opportunity(Wire):
    """The opportunity score on the rows that the forecast reached; all other fields are measures.

    It weighs season, words and competition too and is no forecast.
    """

    model_config = ConfigDict(extra="allow")
    __pydantic_extra__: dict[str, Interval | float | None]

    score_version: str = Field(description="The version that is graded, the newest.")
    rows: int
    base_rate: float | None = Field(description="Share that came true.")
    versions: dict[str, Measures] = Field(description="Older versions, the newest of them first.")
    paired: Paired = Field(description="The newest version less an older one, on the same draws.")

    @property
    def measures(self) -> Measures:
        """What it reached, by name of the measure."""
        return self.__pydantic_extra__


class Graded(Wire):
    """One universe of a question: every rule, and the forecast where one was made."""

    rows: int = Field(description="Past days of series or names that were graded.")
    blocks: int = Field(description="Blocks of time that intervals are drawn from.")
    base_rate: float | None = Field(description="Share that came true.")
    forecast: Measures | None = Field(description="null: none was made.")
    baselines: dict[str, Measures] = Field(description="By rule, on all rows.")
    beside: dict[str, Measures] = Field(
        default_factory=dict, description="By rule, on the rows that the forecast reached."
    )
    paired: Paired = Field(description="The forecast less each rule, on the same draws.")
    calibration: Calibration | None = None
    opportunity: Opportunity | None = Field(
        default=None, description="null for lists, for short histories and on older cards."
    )


class Universe(Graded):
    """A universe with the same question asked of other numbers of days."""

    horizons: dict[str, Graded] = Field(default_factory=dict, description="By number of days.")


class Question(Wire):
    """One question about the days to come."""

    asks: str
    days: int
    universes: dict[str, Universe]


class Shape(Wire):
    """What one way of telling said of the twelve months of a word."""

    spearman: float = Field(description="Agreement of the two orders of months.")
    error: float = Field(description="Mean difference from what came, in mean months.")
    peak: list[int] = Field(description="Months told to be the greatest, from 1; empty: none.")
    peak_agrees: bool


class SeasonWord(Wire):
    """One word's season: told by the score's index, by last year, by no season, and what came."""

    index: Shape
    last_year: Shape
    no_season: Shape
    peak: list[int] = Field(description="Months that came out greatest.")
    index_by_month: list[float]
    came_by_month: list[float]


class SeasonMean(Wire):
    """Over all words."""

    spearman: float
    error: float
    peaks_agree: int


class Season(Wire):
    """Season of product words, read from earlier years and checked on one."""

    source: str
    trained: str
    checked: str = Field(description="The year.")
    words: dict[str, SeasonWord]
    mean: dict[str, SeasonMean] = Field(description="index, last_year and no_season.")


class ScoreCard(Wire):
    """What was said on past days against what then came."""

    id: str
    made_at: AwareDatetime
    as_of: date
    mode: str = Field(
        description="live, replay, or recorded: the history the weights were made on."
    )
    signals: dict[str, int] = Field(description="Observations by source or file.")
    sha256: dict[str, str] = Field(description="Hash of those observations by source or file.")
    span: dict[str, date | None]
    questions: dict[str, Question] = Field(description="a, b, c and d.")
    season: Season | None = Field(
        default=None, description="Season of product words; null where it was not checked."
    )
