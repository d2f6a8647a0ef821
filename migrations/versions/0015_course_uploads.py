"""course uploads

Courses that editors bring as ZIPs of their files, and what the last loading of each course found.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Text
from sqlalchemy.dialects import postgresql

import app.foundation.db

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

KEPT = sa.JSON(none_as_null=True).with_variant(
    postgresql.JSONB(none_as_null=True, astext_type=Text()), "postgresql"
)
IN_USE = sa.text("taken_at IS NOT NULL AND ended_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "course_upload",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=32), nullable=False),
        sa.Column("slug", sa.String(length=60), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", app.foundation.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("taken_at", app.foundation.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("ended_at", app.foundation.db.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name=op.f("fk_course_upload_by_id")),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name=op.f("fk_course_upload_file_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_course_upload")),
        sa.UniqueConstraint("key", name=op.f("uq_course_upload_key")),
    )
    op.create_index(op.f("ix_course_upload_at"), "course_upload", ["at"])
    op.create_index(op.f("ix_course_upload_by_id"), "course_upload", ["by_id"])
    op.create_index(op.f("ix_course_upload_file_id"), "course_upload", ["file_id"])
    op.create_index(
        "ix_course_upload_in_use",
        "course_upload",
        ["slug"],
        unique=True,
        sqlite_where=IN_USE,
        postgresql_where=IN_USE,
    )
    op.create_table(
        "course_loading",
        sa.Column("slug", sa.String(length=60), nullable=False),
        sa.Column("at", app.foundation.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("upload_id", sa.Integer(), nullable=True),
        sa.Column("notes", KEPT, nullable=False),
        sa.ForeignKeyConstraint(
            ["upload_id"], ["course_upload.id"], name=op.f("fk_course_loading_upload_id")
        ),
        sa.PrimaryKeyConstraint("slug", name=op.f("pk_course_loading")),
    )


def downgrade() -> None:
    op.drop_table("course_loading")
    op.drop_table("course_upload")
