"""listed

The index of words knows since when what it finds is public: a list of what was found is ordered by it alone.
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("search_entry", sa.Column("published_at", sa.DateTime(timezone=True), nullable=True))
    op.execute(
        "UPDATE search_entry SET published_at = "
        "(SELECT report.published_at FROM report WHERE report.number = search_entry.key) "
        "WHERE kind = 'report'"
    )


def downgrade() -> None:
    op.drop_column("search_entry", "published_at")
