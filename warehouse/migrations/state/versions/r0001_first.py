"""Ideas, designs, drafts and source runs."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    op.create_table(
        "idea_refusals",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("term_id", sa.String(), nullable=False),
        sa.Column("display", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("generation", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_idea_refusals")),
        sa.UniqueConstraint(
            "generation", "term_id", name=op.f("uq_idea_refusals_generation_term_id")
        ),
    )
    op.create_index("ix_idea_refusals_generation", "idea_refusals", ["generation"], unique=False)

    op.create_table(
        "ideas",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("term_id", sa.String(), nullable=False),
        sa.Column("term", sa.String(), nullable=False),
        sa.Column("origin", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("current", sa.Boolean(), nullable=False),
        sa.Column("brief", sa.JSON(), nullable=False),
        sa.Column("score", sa.Double(), nullable=True),
        sa.Column("score_low", sa.Double(), nullable=True),
        sa.Column("confidence", sa.Double(), nullable=False),
        sa.Column("position", sa.Double(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("generation", sa.String(), nullable=False),
        sa.Column("writer", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("updated_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ideas")),
    )
    op.create_index(
        "ix_ideas_current_position_id", "ideas", ["current", "position", "id"], unique=False
    )
    op.create_index("ix_ideas_term_id", "ideas", ["term_id"], unique=False)

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

    op.create_table(
        "designs",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("idea_id", sa.String(), nullable=False),
        sa.Column("layout", sa.String(), nullable=False),
        sa.Column("palette", sa.String(), nullable=False),
        sa.Column("faces", sa.JSON(), nullable=False),
        sa.Column("garments", sa.JSON(), nullable=False),
        sa.Column("scene_version", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("files", sa.JSON(), nullable=False),
        sa.Column("report", sa.JSON(), nullable=False),
        sa.Column("current", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["idea_id"], ["ideas.id"], name=op.f("fk_designs_idea_id_ideas"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_designs")),
    )
    op.create_index("ix_designs_idea_id", "designs", ["idea_id"], unique=False)

    op.create_table(
        "drafts",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("idea_id", sa.String(), nullable=False),
        sa.Column("design_id", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("tags", sa.JSON(), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("materials", sa.JSON(), nullable=False),
        sa.Column("price_cents", sa.Integer(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("pricing", sa.JSON(), nullable=False),
        sa.Column("findings", sa.JSON(), nullable=False),
        sa.Column("quality", sa.JSON(), nullable=False),
        sa.Column("current", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("updated_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["design_id"],
            ["designs.id"],
            name=op.f("fk_drafts_design_id_designs"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["idea_id"], ["ideas.id"], name=op.f("fk_drafts_idea_id_ideas"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_drafts")),
    )
    op.create_index("ix_drafts_design_id", "drafts", ["design_id"], unique=False)
    op.create_index("ix_drafts_idea_id", "drafts", ["idea_id"], unique=False)


def downgrade() -> None:
    """Back."""
    op.drop_index("ix_drafts_idea_id", table_name="drafts")
    op.drop_index("ix_drafts_design_id", table_name="drafts")

    op.drop_table("drafts")
    op.drop_index("ix_designs_idea_id", table_name="designs")

    op.drop_table("designs")
    op.drop_index("ix_source_runs_source_id_finished_at", table_name="source_runs")

    op.drop_table("source_runs")
    op.drop_index("ix_ideas_term_id", table_name="ideas")
    op.drop_index("ix_ideas_current_position_id", table_name="ideas")

    op.drop_table("ideas")
    op.drop_index("ix_idea_refusals_generation", table_name="idea_refusals")

    op.drop_table("idea_refusals")
