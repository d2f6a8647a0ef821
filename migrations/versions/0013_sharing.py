"""sharing

Which organisation may see what a member of it learns.
"""

import sqlalchemy as sa
from alembic import op

import app.foundation.db

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "sharing",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("agreed_at", app.foundation.db.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_sharing_organisation_id")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_sharing_user_id")),
        sa.PrimaryKeyConstraint("user_id", "organisation_id", name=op.f("pk_sharing")),
    )
    op.create_index(op.f("ix_sharing_organisation_id"), "sharing", ["organisation_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_sharing_organisation_id"), table_name="sharing")
    op.drop_table("sharing")
