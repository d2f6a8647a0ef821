"""forgotten

A certificate that was withdrawn at its holder's wish is nobody's.
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("certificate") as batch_op:
        batch_op.alter_column("learner_id", existing_type=sa.Integer(), nullable=True)


def downgrade() -> None:
    """What is nobody's has no place there: it goes."""
    op.execute(
        "UPDATE certificate SET replaced_by_id = NULL WHERE replaced_by_id IN "
        "(SELECT id FROM certificate WHERE learner_id IS NULL)"
    )
    op.execute("DELETE FROM certificate WHERE learner_id IS NULL")
    with op.batch_alter_table("certificate") as batch_op:
        batch_op.alter_column("learner_id", existing_type=sa.Integer(), nullable=False)
