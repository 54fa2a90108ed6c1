"""Runs of the sources in full, requests of people, and what processes share about platforms."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

# Platforms of the sources of revision 0001; a name that a person gave belongs to `user`.
_PLATFORMS = {
    "wikimedia_top": "wikimedia",
    "wikimedia_article": "wikimedia",
    "google_trends_rss": "google_trends",
    "google_trends_explore": "google_trends",
    "tiktok_hashtag_views": "tiktok",
    "tiktok_creative_center": "tiktok",
    "twitter_trends": "twitter",
    "youtube_trending": "youtube",
    "pinterest_trends_export": "pinterest",
    "curated_niches": "curated",
    "curated_occasions": "curated",
    "tiktok": "tiktok",
    "twitter": "twitter",
    "youtube": "youtube",
    "google_trends": "google_trends",
    "pinterest": "pinterest",
}


def upgrade() -> None:
    """Forward. Runs that are kept stay kept; `rows` was the accepted rows of one attempt."""
    _create_runs()
    op.execute(
        "insert into scrape_runs (source_id, origin, run_id, started_at, finished_at, "
        "quarantined, error_code, message, platform, status, attempts, collected, accepted, "
        "duplicates) select source_id, origin, run_id, started_at, finished_at, quarantined, "
        "error_code, message, 'user', status, 1, rows + quarantined, rows, 0 from source_runs "
        "where id in (select max(id) from source_runs group by source_id, run_id) order by id"
    )
    runs = sa.table("scrape_runs", sa.column("source_id"), sa.column("platform"))
    for source, platform in _PLATFORMS.items():
        op.execute(runs.update().where(runs.c.source_id == source).values(platform=platform))
    op.drop_index("ix_source_runs_source_id_finished_at", table_name="source_runs")
    op.drop_table("source_runs")
    _create_totals()
    _create_requests()
    _create_shared()


def downgrade() -> None:
    """Back. The older statuses are fewer: every failure is `failed`, runs not made are left out."""
    op.create_table(
        "source_runs",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("source_id", sa.String(), nullable=False),
        sa.Column("origin", sa.String(), nullable=False),
        sa.Column("run_id", sa.String(), nullable=False),
        sa.Column("started_at", sa.DateTime(), nullable=False),
        sa.Column("finished_at", sa.DateTime(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("quarantined", sa.Integer(), nullable=False),
        sa.Column("error_code", sa.String(), nullable=True),
        sa.Column("message", sa.String(), nullable=True),
        sa.CheckConstraint(
            "status in ('ok', 'empty', 'failed', 'unchanged')", name=op.f("ck_source_runs_status")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_source_runs")),
    )
    op.create_index(
        "ix_source_runs_source_id_finished_at",
        "source_runs",
        ["source_id", "finished_at"],
        unique=False,
    )
    op.execute(
        "insert into source_runs (source_id, origin, run_id, started_at, finished_at, "
        "quarantined, error_code, message, status, rows) select source_id, origin, run_id, "
        "started_at, finished_at, quarantined, error_code, message, case "
        "when status in ('ok', 'empty', 'unchanged') then status "
        "when status = 'partial' then 'ok' else 'failed' end, accepted "
        "from scrape_runs where status <> 'skipped' order by id"
    )
    op.drop_table("http_validators")
    op.drop_table("display_rows")
    op.drop_table("breakers")
    op.drop_table("token_buckets")
    op.drop_table("requests")
    op.drop_table("cycles")
    op.drop_table("scrape_totals")
    op.drop_table("scrape_runs")


def _create_runs() -> None:
    op.create_table(
        "scrape_runs",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("source_id", sa.String(), nullable=False),
        sa.Column("platform", sa.String(), nullable=False),
        sa.Column("origin", sa.String(), nullable=False),
        sa.Column("run_id", sa.String(), nullable=False),
        sa.Column("started_at", sa.DateTime(), nullable=False),
        sa.Column("finished_at", sa.DateTime(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("collected", sa.Integer(), nullable=False),
        sa.Column("accepted", sa.Integer(), nullable=False),
        sa.Column("quarantined", sa.Integer(), nullable=False),
        sa.Column("duplicates", sa.Integer(), nullable=False),
        sa.Column("distinct_terms", sa.Integer(), nullable=True),
        sa.Column("error_code", sa.String(), nullable=True),
        sa.Column("message", sa.String(length=500), nullable=True),
        sa.Column("newest_captured_at", sa.DateTime(), nullable=True),
        sa.Column("evidence", sa.String(), nullable=True),
        sa.CheckConstraint(
            "status in ('ok', 'partial', 'empty', 'blocked', 'login_wall', 'changed_markup', "
            "'down', 'unchanged', 'failed', 'skipped')",
            name=op.f("ck_scrape_runs_status"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scrape_runs")),
        sa.UniqueConstraint("source_id", "run_id", name=op.f("uq_scrape_runs_source_id_run_id")),
    )
    op.create_index(
        "ix_scrape_runs_source_id_finished_at", "scrape_runs", ["source_id", "finished_at"]
    )
    op.create_index("ix_scrape_runs_finished_at", "scrape_runs", ["finished_at"])


def _create_totals() -> None:
    op.create_table(
        "scrape_totals",
        sa.Column("source_id", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("runs", sa.Integer(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("seconds", sa.Double(), nullable=False),
        sa.Column("buckets", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("source_id", "status", name=op.f("pk_scrape_totals")),
    )
    op.create_table(
        "cycles",
        sa.Column("run_id", sa.String(), nullable=False),
        sa.Column("finished_at", sa.DateTime(), nullable=False),
        sa.Column("distinct_terms", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("run_id", name=op.f("pk_cycles")),
    )
    op.create_index("ix_cycles_finished_at", "cycles", ["finished_at"])


def _create_requests() -> None:
    op.create_table(
        "requests",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("requested_by", sa.String(), nullable=False),
        sa.Column("requested_at", sa.DateTime(), nullable=False),
        sa.Column("started_at", sa.DateTime(), nullable=True),
        sa.Column("finished_at", sa.DateTime(), nullable=True),
        sa.Column("run_id", sa.String(), nullable=True),
        sa.Column("idempotency_key", sa.String(), nullable=True),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.Column("error_code", sa.String(), nullable=True),
        sa.Column("message", sa.String(length=500), nullable=True),
        sa.CheckConstraint("kind in ('refresh', 'import')", name=op.f("ck_requests_kind")),
        sa.CheckConstraint(
            "status in ('queued', 'running', 'done', 'failed')", name=op.f("ck_requests_status")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_requests")),
        sa.UniqueConstraint("idempotency_key", name=op.f("uq_requests_idempotency_key")),
    )
    op.create_index("ix_requests_requested_at", "requests", ["requested_at"])
    active = sa.text("status in ('queued', 'running')")
    op.create_index(
        "ix_requests_active",
        "requests",
        ["kind", "subject"],
        unique=True,
        sqlite_where=active,
        postgresql_where=active,
    )


def _create_shared() -> None:
    op.create_table(
        "token_buckets",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("tokens", sa.Double(), nullable=False),
        sa.Column("updated_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_token_buckets")),
    )
    op.create_table(
        "breakers",
        sa.Column("host", sa.String(), nullable=False),
        sa.Column("phase", sa.String(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("until", sa.DateTime(), nullable=True),
        sa.CheckConstraint(
            "phase in ('closed', 'open', 'half_open')", name=op.f("ck_breakers_phase")
        ),
        sa.PrimaryKeyConstraint("host", name=op.f("pk_breakers")),
    )
    op.create_table(
        "http_validators",
        sa.Column("url_hash", sa.String(), nullable=False),
        sa.Column("etag", sa.String(), nullable=True),
        sa.Column("last_modified", sa.String(), nullable=True),
        sa.Column("updated_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("url_hash", name=op.f("pk_http_validators")),
    )
    op.create_index("ix_http_validators_updated_at", "http_validators", ["updated_at"])
    op.create_table(
        "display_rows",
        sa.Column("source_id", sa.String(), nullable=False),
        sa.Column("captured_at", sa.DateTime(), nullable=False),
        sa.Column("expires_at", sa.DateTime(), nullable=False),
        sa.Column("items", sa.JSON(), nullable=False),
        sa.Column("notice", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("source_id", name=op.f("pk_display_rows")),
    )
