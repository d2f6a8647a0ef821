"""The report beside the decision, as moderators read it: what changed, and in whose hands it is."""

from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.session import me, somebody
from app.foundation.web import signed_in
from app.meetings import queries as meetings
from app.reports.flow import REPORT
from app.reports.forms.deciding import ConfirmForm, RemarkForm
from app.reports.models import Remark, Report, ReportState, Version
from app.reports.operations import deciding as operations
from app.reports.queries import deciding as queries
from app.reports.queries import frozen
from app.reports.views import body, shown, slots, wording
from app.reports.views.checklist import CHECKLIST
from app.reports.views.room import bp


@dataclass(frozen=True)
class Place:
    """One answer, or the row of a table, with what was said to its authors and how it changed."""

    anchor: str
    part: Any
    notes: list[Remark]
    before: str | None  # what the version before said; None where nothing changed
    on: tuple[str, int]

    @property
    def label(self) -> str:
        """What a remark here is on: the question, or the row of a table by its place."""
        if self.part.table:
            return f"{self.part.table.row_label or self.part.table.label} {self.part.place}"
        return str(self.part.question.label)


@dataclass(frozen=True)
class Reviewed:
    section: shown.ShownSection
    places: list[Place]


@bp.get("/<number>/review")
@signed_in
def review(number: str) -> ResponseReturnValue:
    report = queries.get_handed_over(number, reader=me())
    return review_page(report, RemarkForm(formdata=None))


def review_page(report: Report, form: RemarkForm) -> str:
    versions = queries.last_two(report)
    remarks = queries.remarks(report, reader=me())
    reviewed = _reviewed(report, versions, remarks)
    template = report.template.shape
    return render_template(
        "reports/review.html",
        report=report,
        meeting=meetings.title_of(report.call.meeting),
        state=wording.STATES[report.state],
        version=versions[0] if versions else None,
        rounds=len(versions) > 1,
        reviewed=reviewed,
        changed=[(s.section, p) for s in reviewed for p in s.places if p.before is not None],
        general=[r for r in remarks if not r.question],
        elsewhere=_elsewhere(reviewed, remarks, template),
        drafts=sum(r.sent_at is None for r in remarks),
        checklist=[check.words for check in CHECKLIST],
        doubts=queries.doubts_about(report),
        moves=_moves(report),
        at_work=report.state in operations.IN_HAND,
        may_remark=report.state == ReportState.SUBMITTED,
        form=form,
        on=_where(form),
        seen=ConfirmForm(formdata=None, seen=report.revision),
        forms={r.id: ConfirmForm(formdata=None, seen=r.revision) for r in remarks},
        reader=me(),
        due=report.submitted_at + queries.PROMISE if report.submitted_at else None,
    )


def _moves(report: Report) -> list[tuple[Any, str, str]]:
    """The buttons: exactly the moves that are open to the reader, the stop last."""
    drawn = [(m.label, url_for(f".{m.name}", number=report.number), _tone(m.name)) for m in _open(report)]
    return sorted(drawn, key=lambda move: move[2] == "stop")


def _open(report: Report) -> list[Any]:
    ours = {"send_back", "decline", "accept", "publish"}
    return [move for move in REPORT.open_to(me(), report) if move.name in ours]


def _tone(move: str) -> str:
    return {"accept": "main", "publish": "main", "decline": "stop"}.get(move, "")


def _where(form: RemarkForm) -> tuple[str, int] | None:
    """Where a remark is being written: told by the form, or by the link that opened it."""
    if form.is_submitted():
        return form.question.data or "", form.row.data or 0
    on = request.args.get("on")
    if on is None:
        return None
    question, _dash, row = on.rpartition("-")
    form.question.data, form.row.data = question, int(row) if row.isdecimal() else 0
    return form.question.data, form.row.data


def _reviewed(report: Report, versions: Any, remarks: Any) -> list[Reviewed]:
    if not versions:
        return []
    earlier = _words_of(report, versions[1]) if len(versions) > 1 else None
    latest = _words_of(report, versions[0])
    sections = body.sections_of(report, versions[0], public=False)
    return [Reviewed(s, [_place(part, remarks, latest, earlier) for part in s.parts]) for s in sections]


def _words_of(report: Report, version: Version) -> dict[tuple[str, int], str]:
    """Every answer of a version in plain words, to compare."""
    said = frozen.read(report, version, public=False)
    words = {(q.key, row): slots.as_text(q, value, report) for q, row, value in said.said()}
    for paper in said.files:
        at = (paper.question, paper.row)
        words[at] = f"{words.get(at, '')}\n{paper.name} ({paper.digest[:12]})".strip()
    return words


def _place(part: Any, remarks: Any, latest: Any, earlier: Any) -> Place:
    inside = [(a.question.key, a.row) for a in getattr(part, "answers", [part])]
    first = inside[0] if inside else ("", 0)
    # the row of a table is spoken of as a whole, or by its answers
    on = (part.table.key, first[1]) if hasattr(part, "answers") else first
    notes = [r for r in remarks if (r.question, r.row) in {on, *inside}]
    return Place(f"q-{on[0]}-{on[1]}", part, notes, _before(inside, latest, earlier), on)


def _before(inside: Any, latest: Any, earlier: Any) -> str | None:
    """What stood there before, where it was something else; empty where nothing stood."""
    if earlier is None:
        return None
    old, new = ([words.get(at, "") for at in inside] for words in (earlier, latest))
    return None if old == new else "\n".join(text for text in old if text)


def _elsewhere(reviewed: list[Reviewed], remarks: Any, template: Any) -> list[tuple[Remark, str]]:
    """Remarks on answers that are not there any more."""
    shown_here = {r.id for s in reviewed for p in s.places for r in p.notes}
    lost = [r for r in remarks if r.question and r.id not in shown_here]
    labels = {r.id: template.question(r.question) for r in lost}
    return [(r, labels[r.id].label if labels[r.id] else "") for r in lost]


@bp.post("/<number>/take")
@signed_in
def take(number: str) -> ResponseReturnValue:
    report = queries.get_handed_over(number, reader=me())
    form = ConfirmForm()
    if form.validate_on_submit():
        operations.take_report(report, seen=form.seen.data, actor=somebody())
        flash(_("The report is with you."))
    return redirect(url_for(".review", number=number))


@bp.post("/<number>/release")
@signed_in
def release(number: str) -> ResponseReturnValue:
    report = queries.get_handed_over(number, reader=me())
    form = ConfirmForm()
    if form.validate_on_submit():
        operations.release_report(report, seen=form.seen.data, actor=somebody())
        flash(_("The report is with nobody."))
    return redirect(url_for(".review", number=number))
