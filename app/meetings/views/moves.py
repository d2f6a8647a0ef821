"""Doors for each move of a document: find, ask, do, answer."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.session import me
from app.foundation.errors import Conflict, Invalid, NotAllowed
from app.foundation.refusals import beside, tell_beside
from app.foundation.web import signed_in
from app.meetings import operations, policy, queries
from app.meetings.flow import DOCUMENT
from app.meetings.forms.documents import (
    CloseForm,
    ConfirmForm,
    ConsiderForm,
    CorrectOutcomeForm,
    CorrectSymbolForm,
    FollowUpForm,
    IssueForm,
    TableForm,
    TranslateForm,
)
from app.meetings.models import Document, DocumentState, Outcome
from app.meetings.operations.days import step_of
from app.meetings.views.room import documents, item_name


def _to_move(number: str, move: str) -> Document:
    """Find and ask. A moderator who belongs to the organisation is told that another one has to."""
    document = queries.get_document(number, reader=me())
    try:
        DOCUMENT.check(move, document, actor=me())
    except NotAllowed:
        raise NotAllowed(policy.why_not(me(), document)) from None
    return document


@documents.route("/<number>/check", methods=["GET", "POST"])
@signed_in
def check(number: str) -> ResponseReturnValue:
    document = _to_move(number, "check")
    form = ConfirmForm(seen=document.revision)
    if form.validate_on_submit():
        operations.check_document(document, seen=form.seen.data, tell=True, actor=me())
        flash(_("The document is checked."))
        return redirect(url_for(".show", number=number))
    return render_template("documents/check.html", document=document, form=form)


@documents.route("/<number>/translate", methods=["GET", "POST"])
@signed_in
def translate(number: str) -> ResponseReturnValue:
    document = _to_move(number, "translate")
    form = TranslateForm(seen=document.revision)
    if form.validate_on_submit():
        needed, note, seen = not form.not_needed.data, form.note.data, form.seen.data
        with beside(translation=form.not_needed):
            operations.translate_document(document, note=note, needed=needed, seen=seen, actor=me())
            told = (
                _("The document is marked as translated."),
                _("It is recorded that no translation is needed."),
            )
            flash(told[not needed])
            return redirect(url_for(".show", number=number))
    return render_template("documents/translate.html", document=document, form=form)


@documents.route("/<number>/issue", methods=["GET", "POST"])
@signed_in
def issue(number: str) -> ResponseReturnValue:
    document = _to_move(number, "issue")
    form = IssueForm(seen=document.revision, symbol=queries.next_symbol(document))
    if form.validate_on_submit():
        try:
            _issue(document, form)
        except (Invalid, Conflict) as error:
            _tell_of_symbol(document, form, error)
        else:
            flash(_("The document is issued, and its authors are told."))
            return redirect(url_for(".show", number=number))
    return render_template("documents/issue.html", document=document, form=form)


def _issue(document: Document, form: IssueForm) -> None:
    operations.issue_document(
        document,
        symbol=form.symbol.data,
        other_form=form.other_form.data,
        seen=form.seen.data,
        actor=me(),
    )


def _tell_of_symbol(document: Document, form: IssueForm, error: Invalid | Conflict) -> None:
    """Beside the field; where another document took the symbol meanwhile, with the next one proposed."""
    if not error.key.startswith("symbol_"):
        raise error
    tell_beside(form.symbol, error)
    if error.key == "symbol_taken":
        form.symbol.data = queries.next_symbol(document) or form.symbol.data


@documents.route("/<number>/correct-symbol", methods=["GET", "POST"])
@signed_in
def correct_symbol(number: str) -> ResponseReturnValue:
    document = _to_move(number, "correct_symbol")
    form = CorrectSymbolForm(seen=document.revision, symbol=document.symbol)
    if form.validate_on_submit():
        with beside(symbol=form.symbol):
            told = {"symbol": form.symbol.data, "other_form": form.other_form.data, "seen": form.seen.data}
            operations.correct_symbol(document, **told, reason=form.reason.data, actor=me())
            flash(_("The symbol is corrected."))
            return redirect(url_for(".show", number=number))
    return render_template("documents/correct_symbol.html", document=document, form=form)


@documents.route("/<number>/table", methods=["GET", "POST"])
@signed_in
def table(number: str) -> ResponseReturnValue:
    document = _to_move(number, "table")
    form = TableForm(seen=document.revision, items=[item.id for item in document.items])
    form.items.choices = [(item.id, item_name(item)) for item in document.meeting.items]
    if form.validate_on_submit():
        items, on, seen = form.items.data, form.on.data, form.seen.data
        with beside(day=form.on):
            operations.table_document(document, items=items, on=on, seen=seen, actor=me())
            flash(_("The document is tabled, and its authors are told."))
            return redirect(url_for(".show", number=number))
    return render_template("documents/table.html", document=document, form=form)


@documents.route("/<number>/consider", methods=["GET", "POST"])
@signed_in
def consider(number: str) -> ResponseReturnValue:
    document = _to_move(number, "consider")
    form = ConsiderForm(seen=document.revision)
    if form.validate_on_submit():
        with beside(day=form.on):
            operations.consider_document(document, **_outcome(form), actor=me())
            flash(_("The outcome is recorded, and those whom the document concerns are told."))
            return redirect(url_for(".show", number=number))
    return render_template("documents/consider.html", document=document, form=form)


@documents.route("/<number>/correct-outcome", methods=["GET", "POST"])
@signed_in
def correct_outcome(number: str) -> ResponseReturnValue:
    document = _to_move(number, "correct_outcome")
    form = CorrectOutcomeForm(seen=document.revision, **_recorded(document))
    if form.validate_on_submit():
        with beside(day=form.on):
            reason = form.reason.data
            operations.correct_outcome(document, **_outcome(form), reason=reason, actor=me())
            flash(_("The outcome is corrected, and those whom the document concerns are told."))
            return redirect(url_for(".show", number=number))
    return render_template("documents/correct_outcome.html", document=document, form=form)


def _outcome(form: ConsiderForm | CorrectOutcomeForm) -> dict[str, Any]:
    said = {"where": form.where.data, "words": form.words.data, "on": form.on.data, "seen": form.seen.data}
    return {"outcome": Outcome(form.outcome.data), **said}


def _recorded(document: Document) -> dict[str, Any]:
    outcome = document.outcome.value if document.outcome else ""
    on = step_of(document, DocumentState.CONSIDERED).done_on
    return {"outcome": outcome, "where": document.outcome_where, "words": document.outcome_text, "on": on}


@documents.route("/<number>/follow-up", methods=["GET", "POST"])
@signed_in
def follow_up(number: str) -> ResponseReturnValue:
    document = _to_move(number, "follow_up")
    form = FollowUpForm(seen=document.revision)
    if form.validate_on_submit():
        words, on, seen = form.words.data, form.on.data, form.seen.data
        with beside(day=form.on):
            operations.follow_up_document(document, words=words, on=on, seen=seen, actor=me())
            flash(_("The follow-up is recorded, and those whom the document concerns are told."))
            return redirect(url_for(".show", number=number))
    return render_template("documents/follow_up.html", document=document, form=form)


@documents.route("/<number>/close", methods=["GET", "POST"])
@signed_in
def close(number: str) -> ResponseReturnValue:
    document = _to_move(number, "close")
    form = CloseForm(seen=document.revision)
    if form.validate_on_submit():
        why, seen = form.reason.data, form.seen.data
        operations.close_document(document, why=why, seen=seen, tell=True, actor=me())
        flash(_("The document is closed, and its authors are told why."))
        return redirect(url_for(".show", number=number))
    return render_template("documents/close.html", document=document, form=form)
