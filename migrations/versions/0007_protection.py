"""protection

What is shown as protected now was published so, as far as anybody can know: it stays protected.
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "report",
        sa.Column("stays_protected", sa.Boolean(), server_default=sa.false(), nullable=False),
    )
    op.execute(
        "UPDATE report SET stays_protected = true WHERE state = 'published' "
        "AND organisation_id IN (SELECT id FROM organisation WHERE protected)"
    )
    op.execute(
        "UPDATE document_party SET is_public = false "
        "WHERE organisation_id IN (SELECT id FROM organisation WHERE protected) "
        "AND document_id IN (SELECT id FROM document WHERE is_public)"
    )


def downgrade() -> None:
    op.drop_column("report", "stays_protected")
