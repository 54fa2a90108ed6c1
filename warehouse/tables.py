"""The raw contracts: columns, types, keys and grain of every raw table.

Types are written once, in words both engines know. Timestamps are naive UTC.
"""

from __future__ import annotations

from dataclasses import dataclass

from domain.sources.registry import PLATFORMS


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, SQL type, whether it may be empty, and what it means."""

    name: str
    type: str
    nullable: bool
    meaning: str


@dataclass(frozen=True, slots=True)
class Table:
    """A raw table: its name with schema, columns and grain (what one row is)."""

    name: str
    columns: tuple[Column, ...]
    grain: str

    def ddl(self) -> str:
        """`create table if not exists` that both engines run."""
        body = ", ".join(
            f"{column.name} {column.type}{'' if column.nullable else ' not null'}"
            for column in self.columns
        )
        return f"create table if not exists {self.name} ({body})"


def _text(name: str, meaning: str, *, nullable: bool = False) -> Column:
    return Column(name, "text", nullable, meaning)


SIGNAL_COLUMNS = (
    _text("source", "source id in the registry"),
    _text("origin", "live, replay, import or curated"),
    _text("region", "ISO 3166 alpha-2, WW, or CC-Place"),
    _text("term", "the text as the source shows it"),
    _text("kind", "hashtag, search, topic, title, article, keyword, niche, occasion"),
    _text("metric", "what was measured"),
    _text("period", "span of one value: instant, day, week, month"),
    Column("value", "double precision", True, "the measured value; empty for ranks"),
    Column("rank", "integer", True, "place on a list, 1 is the top"),
    Column("observed_at", "timestamp", False, "end of the span the value covers, UTC"),
    Column("captured_at", "timestamp", False, "when it could first be known, UTC"),
    Column("is_partial", "boolean", False, "the span had not ended when captured"),
    _text("url", "where to see it", nullable=True),
    _text("run_id", "the run that loaded the row"),
    _text("slice_id", "landed file the row was parsed from; the unit of replacement"),
)

QUARANTINE = Table(
    "raw.quarantine",
    (
        _text("platform", "raw table the row was meant for"),
        _text("slice_id", "landed file"),
        Column("line", "bigint", True, "line or row number in the file, from 1"),
        _text("reason", "reason code, e.g. future_date"),
        _text("detail", "what was wrong, in words; never more than 200 characters"),
        _text("term", "the offending term, cut to 200 characters", nullable=True),
        Column("loaded_at", "timestamp", False, "UTC"),
    ),
    "one refused row",
)

SLICES = Table(
    "raw.slices",
    (
        _text("slice_id", "content hash of the landed file and the parser's version"),
        _text("platform", "raw table"),
        _text("source", "source id"),
        _text("origin", "live, replay, import or curated"),
        _text("file_name", "name of the file as it came"),
        Column("rows_accepted", "bigint", False, "rows in the raw table"),
        Column("rows_quarantined", "bigint", False, "rows refused"),
        Column("captured_from", "timestamp", True, "first captured_at, UTC"),
        Column("captured_to", "timestamp", True, "last captured_at, UTC"),
        Column("loaded_at", "timestamp", False, "UTC"),
        _text("run_id", "the run that loaded it"),
    ),
    "one loaded landing file",
)

SOURCES = Table(
    "raw.sources",
    (
        _text("source_id", "id in the registry"),
        _text("platform", "raw table its rows go to"),
        _text("name", "name as people know it"),
        _text("family", "independent family: search, social, visual, reference, marketplace, own"),
        _text("licence", "licence or terms of the data"),
        _text("counts_as", "itself, or the source it is counted under in sets of sources"),
        _text("access", "open, key, page, file or own: what it takes to ask it"),
        Column("may_store", "boolean", False, "whether rows may be kept at all"),
        Column("may_score", "boolean", False, "whether a model may compute from its rows"),
        Column("retention_days", "integer", True, "empty: no limit"),
        Column("commercial_use", "boolean", False, "whether a business may use it"),
        Column("replayable", "boolean", False, "can be asked for the past"),
        Column("enabled_by_default", "boolean", False, "runs without the operator opting in"),
        _text("attribution", "line to show beside the data", nullable=True),
    ),
    "one registered source",
)

EXPIRED = Table(
    "raw.expired",
    (
        _text("source_id", "id in the registry"),
        Column("retention_days", "integer", False, "for how long its answers may be kept"),
        Column("captured_from", "date", False, "first day on which a row of the files was known"),
        Column("captured_to", "date", False, "last day"),
        Column("removed_on", "date", False, "day on which they were deleted"),
    ),
    "files of one source that were deleted on one day",
)

TERMS = Table(
    "raw.terms",
    (
        _text("term_id", "stable id of the normalised term"),
        _text("term", "normalised match key: lower case, plural folded"),
        _text("display", "how we write it"),
        _text("language", "ISO 639-1, or und"),
        _text("kind", "kind of its first sighting"),
        Column("is_noise", "boolean", False, "platform noise (fyp, viral) or unreadable"),
        _text("noise_reason", "reason code", nullable=True),
        Column("is_weekday", "boolean", False, "a weekday tag such as mondaymotivation"),
        Column("is_curated", "boolean", False, "stands on our list or calendar"),
        _text("category", "niche category, when curated", nullable=True),
        Column("fit", "double precision", False, "product fit 0.02-1, from the words alone"),
        _text("fit_reason", "reason code"),
        Column("intent", "double precision", False, "buying intent 0.02-1, from the words alone"),
        _text("risk_status", "clear, review or block"),
        _text("risk_category", "whose it is"),
        _text("risk_code", "message code"),
        _text("risk_reason", "an English sentence"),
        _text("risk_evidence", "JSON list of matched, list_name, how"),
        _text("rules_version", "versions of normaliser, gate and fit that made the row"),
        _text("products", "products that suit it, with commas; empty: none", nullable=True),
        _text("product_reasons", "reason code of each product, in step", nullable=True),
    ),
    "one normalised term",
)

TERM_LINKS = Table(
    "raw.term_links",
    (
        _text("seen", "the text as the source shows it"),
        _text("kind", "kind it was seen as"),
        _text("term_id", "normalised term; a title links to several, noise to none"),
        _text("rules_version", "version of the rules that made the link"),
    ),
    "one seen text, kind and term",
)

TERM_CLUSTERS = Table(
    "raw.term_clusters",
    (
        _text("term_id", "normalised term, no noise"),
        _text("head_id", "the term it stands for; a head stands for itself"),
        _text("reason", "why: head, letters, plural, spelling, article, order, synonym, …"),
        _text("detail", "the words the reason rests on; empty where the reason says it all"),
        _text("clusters_version", "version of the rules that decided"),
    ),
    "one normalised term and the head it stands for",
)

TERM_FORMS = Table(
    "raw.term_forms",
    (
        _text("term_id", "normalised term, no noise"),
        _text("form", "string on which terms of one meaning agree"),
    ),
    "one form of one term, for finding the partners of a new one",
)

OCCASIONS = Table(
    "raw.occasions",
    (
        _text("occasion_id", "name, country and year"),
        _text("name", "English name"),
        _text("country", "ISO 3166 alpha-2, or WW"),
        Column("falls_on", "date", False, "the day itself"),
        Column("publish_from", "date", False, "first sensible day to publish"),
        Column("publish_by", "date", False, "last day that leaves time to rank and deliver"),
    ),
    "one occasion in one country and year",
)

TERM_OCCASIONS = Table(
    "raw.term_occasions",
    (
        _text("term_id", "normalised term"),
        _text("occasion", "English name of the occasion the words point to"),
    ),
    "one term and the occasion its words name",
)

APP_DRAFTS = Table(
    "raw.app_drafts",
    (
        _text("draft_id", "id of the draft in state"),
        _text("idea_id", "the idea it was made for"),
        _text("term_id", "normalised term that the idea aims at"),
        Column("created_at", "timestamp", False, "when it was made, UTC"),
        _text("run_id", "the run that copied it"),
    ),
    "one listing draft of this installation, copied from state",
)

BUILDS = Table(
    "raw.builds",
    (
        _text("stage", "what was built"),
        _text("fingerprint", "hash of everything the stage was computed from"),
        _text("run_id", "the run that built it"),
        Column("built_at", "timestamp", False, "UTC"),
    ),
    "one stage and the inputs it was last computed from",
)


BUILD_SLICES = Table(
    "raw.build_slices",
    (
        _text("slice_id", "landed file"),
        _text("platform", "raw table"),
        Column("loaded_at", "timestamp", False, "which loading of it was built from, UTC"),
        Column("captured_from", "timestamp", True, "first captured_at, UTC"),
    ),
    "one slice that the standing models were computed from",
)

BUILD_CHANGES = Table(
    "raw.build_changes",
    (
        _text("slice_id", "landed file"),
        _text("platform", "raw table"),
        _text("change", "new or gone; a slice loaded again is both"),
    ),
    "one slice that the build under way takes in or out",
)


BUILD_DRAFTS = Table(
    "raw.build_drafts",
    (_text("draft_id", "id of the draft in state"),),
    "one own draft that the standing models were computed from",
)


def signals_table(platform: str) -> Table:
    """The raw table of one platform."""
    return Table(f"raw.{platform}_signals", SIGNAL_COLUMNS, "one observation as seen")


ALL_TABLES: tuple[Table, ...] = (
    *(signals_table(platform) for platform in PLATFORMS),
    QUARANTINE,
    SLICES,
    SOURCES,
    EXPIRED,
    TERMS,
    TERM_LINKS,
    TERM_CLUSTERS,
    TERM_FORMS,
    OCCASIONS,
    TERM_OCCASIONS,
    APP_DRAFTS,
    BUILDS,
    BUILD_SLICES,
    BUILD_CHANGES,
    BUILD_DRAFTS,
)


def ddl() -> list[str]:
    """The statements that create the raw schema and every missing table."""
    return ["create schema if not exists raw", *(table.ddl() for table in ALL_TABLES)]
