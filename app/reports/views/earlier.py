"""What was answered before: nothing that a writer saved is lost, and here it is found."""

from typing import Any

from flask import render_template
from flask.typing import ResponseReturnValue

from app.accounts.session import me
from app.foundation.web import signed_in
from app.reports.models import Report
from app.reports.queries import filing as queries
from app.reports.views import slots
from app.reports.views.room import bp
from app.reports.views.section import find_own, find_section


@bp.get("/<number>/sections/<key>/earlier")
@signed_in
def earlier(number: str, key: str) -> ResponseReturnValue:
    """A section's earlier answers, for those who write it."""
    report = find_own(number)
    asked = find_section(report, key)
    rows = queries.earlier_answers(report, asked)
    return render_template(
        "reports/earlier.html",
        report=report,
        section=asked,
        template=report.template.shape,
        rows=[_told(row.EarlierAnswer, row.by, report) for row in rows[: queries.MOST_EARLIER]],
        most=queries.MOST_EARLIER if len(rows) > queries.MOST_EARLIER else 0,
        zone=me().time_zone,
    )


def _told(answer: Any, by: str, report: Report) -> dict[str, Any]:
    template = report.template.shape
    question, table = template.question(answer.question), template.table_of(answer.question)
    label = question.label if question else answer.question
    return {
        "label": f"{table.row_label} {answer.row}. {label}" if table else label,
        "lines": slots.as_text(question, answer.value, report).splitlines() if question else [],
        "lang": answer.lang,
        "by": by,
        "at": answer.saved_at,
        "gave_way": answer.revision < 0,
    }
