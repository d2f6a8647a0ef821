"""pointers

Where a topic is explained: what pages offer to whoever wants to learn.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Text
from sqlalchemy.dialects import postgresql

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

KEPT = sa.JSON(none_as_null=True).with_variant(
    postgresql.JSONB(none_as_null=True, astext_type=Text()), "postgresql"
)


def upgrade() -> None:
    op.create_table(
        "pointer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("owner", sa.String(length=80), nullable=False),
        sa.Column("topic", sa.String(length=80), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("lang", sa.String(length=8), nullable=False),
        sa.Column("is_source", sa.Boolean(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("endpoint", sa.String(length=80), nullable=False),
        sa.Column("values", KEPT, nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pointer")),
        sa.UniqueConstraint(
            "topic", "lang", "owner", "position", name=op.f("uq_pointer_topic_lang_owner_position")
        ),
    )
    op.create_index(op.f("ix_pointer_owner"), "pointer", ["owner"], unique=False)


def downgrade() -> None:
    op.drop_table("pointer")
