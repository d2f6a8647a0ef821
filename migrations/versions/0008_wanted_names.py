"""wanted names

A change of what is verified waits beside it until it is verified too.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    wanted = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
    op.add_column("organisation", sa.Column("wanted", wanted, nullable=True))


def downgrade() -> None:
    op.drop_column("organisation", "wanted")
