"""What was answered before: nothing that a writer saved is lost, and here it is found."""

from typing import Any

from flask import render_template
from flask.typing import ResponseReturnValue

from app.accounts.session import me
from app.foundation.web import signed_in
from app.reports import policy, questions
from app.reports.forms.filing import PutBackForm
from app.reports.models import Report
from app.reports.queries import filing as queries
from app.reports.questions import Section
from app.reports.views import shown, slots
from app.reports.views.pressing import removed_from
from app.reports.views.room import bp
from app.reports.views.section import find_own, find_section, written


@bp.get("/<number>/sections/<key>/earlier")
@signed_in
def earlier(number: str, key: str) -> ResponseReturnValue:
    """A section's earlier answers, for those who write it."""
    report = find_own(number)
    asked = find_section(report, key)
    rows = queries.earlier_answers(report, asked)
    given = written(report)
    return render_template(
        "reports/earlier.html",
        report=report,
        section=asked,
        template=report.template.shape,
        rows=[_told(row.EarlierAnswer, row.by, report) for row in rows[: queries.MOST_EARLIER]],
        removed=_removed(asked, given),
        may_write=report.is_open and policy.may_write(me(), report),
        most=queries.MOST_EARLIER if len(rows) > queries.MOST_EARLIER else 0,
        zone=me().time_zone,
    )


def _removed(asked: Section, given: slots.Written) -> list[dict[str, Any]]:
    """Every entry that was taken out, as it stood then, with who did it and the way back."""
    gone = [
        one
        for one in removed_from(asked, given)
        if not questions.row_is_empty(one.table, one.row, given.values)
    ]
    marks = queries.removals(given.report, [one.table.key for one in gone]) if gone else {}
    return [
        {
            "entry": one,
            "mark": marks[one.table.key, one.row],
            "answers": shown.row_of(one.table, one.row, given),
            "form": PutBackForm(formdata=None, put_back=f"{one.table.key}:{one.row}"),
        }
        for one in gone
    ]


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
