"""practice

What is written for practice belongs to its writer, and to no organisation.
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

PARTS = ("answer", "answer_earlier", "report_section", "report_attachment", "report_version")
PARTS += ("report_remark", "report_addressee", "report_facet")
IS_PRACTICE = "rehearsal = (organisation_id IS NULL)"


def upgrade() -> None:
    with op.batch_alter_table("report") as batch_op:
        batch_op.alter_column("organisation_id", existing_type=sa.Integer(), nullable=True)
    op.execute("UPDATE report SET organisation_id = NULL, number = 'PR' || number WHERE rehearsal")
    with op.batch_alter_table("report") as batch_op:
        batch_op.create_check_constraint(op.f("ck_report_practice_is_a_persons"), IS_PRACTICE)
    none = sa.text("organisation_id IS NULL")
    op.create_index(
        "ix_report_practice", "report", ["started_by_id"], sqlite_where=none, postgresql_where=none
    )


def downgrade() -> None:
    """Practice without an organisation has no place there: it goes."""
    for part in PARTS:
        op.execute(f"DELETE FROM {part} WHERE report_id IN (SELECT id FROM report WHERE rehearsal)")  # noqa: S608
    op.execute("DELETE FROM report WHERE rehearsal")
    op.drop_index("ix_report_practice", table_name="report")
    with op.batch_alter_table("report") as batch_op:
        batch_op.drop_constraint(op.f("ck_report_practice_is_a_persons"), type_="check")
        batch_op.alter_column("organisation_id", existing_type=sa.Integer(), nullable=False)
