"""Doors to calls: the list, one call, and its preparation by the Secretariat."""

from collections.abc import Sequence
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_pgettext as _lp
from flask_babel import pgettext as _p
from wtforms.fields import SelectChoice

from app.accounts.session import me
from app.foundation import markdown
from app.foundation.errors import Invalid, NotAllowed
from app.foundation.i18n import said
from app.foundation.refusals import sentence_of
from app.foundation.web import public, signed_in
from app.meetings import queries as meetings
from app.meetings.models import Document
from app.meetings.queries.documents import authors_of
from app.reports import questions
from app.reports.flow import CALL
from app.reports.forms.calls import AnnounceForm, CallForm, CancelForm, EditCallForm, filled_from
from app.reports.models import Call, CallState, Phase
from app.reports.operations import calls as operations
from app.reports.operations.calls import Particulars
from app.reports.queries import calls as queries
from app.reports.queries import filing
from app.reports.views import changes, wording
from app.reports.views.room import bp

PHASES = {
    Phase.COMING: (_lp("call", "Opens soon"), "next"),
    Phase.OPEN: (_lp("call", "Open"), "now"),
    Phase.GRACE: (_lp("call", "Late reports only"), "wait"),
    Phase.CLOSED: (_lp("call", "Closed"), "plain"),
}
STATES = {
    CallState.PREPARED: (_lp("call", "In preparation"), "next"),
    CallState.CANCELLED: (_lp("call", "Cancelled"), "alert"),
}


def _own_zone() -> str | None:
    """The reader's, for their own time beside the call's; a guest has told us none."""
    return me().time_zone if me().is_authenticated else None


def _status(call: Call) -> tuple[Any, str]:
    return STATES.get(call.state) or PHASES[call.phase]


def _record(call: Call) -> dict[str, Any]:
    """A call in a list."""
    word, tone = _status(call)
    return {
        "url": url_for(".call", key=call.key),
        "title": said(call.titles, own=call.lang),
        "status_word": word,
        "status_tone": tone,
        "by": [meetings.title_of(call.meeting)],
        "call": call,
    }


@bp.get("/calls")
@public
def calls() -> ResponseReturnValue:
    """Open first, then coming, then closed: what a reader can still do stands on top."""
    key = request.args.get("meeting", "")
    meeting = meetings.get_meeting(key) if key else None
    groups: dict[str, list[dict[str, Any]]] = {"prepared": [], "open": [], "coming": [], "closed": []}
    practice = queries.open_rehearsals(meeting=meeting)
    for call in queries.listed(me(), meeting=meeting):
        if call in practice:
            continue
        groups[_group(call)].append(_record(call))
    groups["open"].sort(key=lambda item: item["call"].closes_at)
    groups["coming"].sort(key=lambda item: item["call"].opens_at)
    return render_template(
        "reports/calls.html",
        meeting=meeting,
        meeting_title=meetings.title_of(meeting) if meeting else "",
        zone=_own_zone(),
        may_prepare=me().is_moderator,
        practice=[_record(call) for call in practice],
        **groups,
    )


def _group(call: Call) -> str:
    if call.state == CallState.PREPARED:
        return "prepared"
    if call.takes_reports:
        return "open"
    coming = call.state == CallState.ANNOUNCED and call.phase == Phase.COMING
    return "coming" if coming else "closed"


@bp.get("/calls/<key>")
@public
def call(key: str) -> ResponseReturnValue:
    found = queries.get_call(key, reader=me())
    guidance = said(found.guidance, own=found.lang)
    return render_template(
        "reports/call.html",
        call=found,
        title=said(found.titles, own=found.lang),
        status=_status(found),
        meeting=meetings.title_of(found.meeting),
        item=said(found.agenda_item.titles, own=found.agenda_item.lang) if found.agenda_item else None,
        guidance=guidance,
        guidance_html=markdown.render(guidance.text) if guidance.text else "",
        template=_shape(found),
        drawn=[_drawn(document) for document in queries.drawn_by(found, reader=me())],
        standing=queries.standing_of(me(), found),
        why=queries.why_cancelled(found),
        changes=[changes.told(change, found) for change in queries.changes_of(found)],
        own=filing.of_call(found, me()),
        states=wording.STATES,
        moves={move.name for move in CALL.open_to(me(), found)},
        may_edit=me().is_moderator and found.state != CallState.CANCELLED,
        announce=AnnounceForm(formdata=None, seen=found.revision),
        zone=_own_zone(),
    )


def _drawn(document: Document) -> dict[str, Any]:
    """A contribution to a call of the past."""
    return {
        "url": url_for("documents.show", number=document.number),
        "title": said(document.titles | {document.lang: document.title}, own=document.lang),
        "symbol": document.symbol or "",
        "by": [name for name, _slug in authors_of(document)],
        "meta": [] if document.text_held else [_("The text is not held here.")],
    }


def _shape(call: Call) -> questions.Template | None:
    if call.template is None:
        return None
    return call.template.shape


@bp.route("/calls/prepare", methods=["GET", "POST"])
@signed_in
def prepare_call() -> ResponseReturnValue:
    _for_moderators()
    form = _with_choices(CallForm())
    if form.validate_on_submit() and (said_in := _particulars(form)):
        try:
            call = operations.prepare_call(said_in, actor=me())
        except Invalid as error:
            _say(form, error)
        else:
            flash(_("The call is prepared. Look it through, then announce it."))
            return redirect(url_for(".call", key=call.key))
    return render_template("reports/prepare_call.html", form=form)


@bp.route("/calls/<key>/edit", methods=["GET", "POST"])
@signed_in
def edit_call(key: str) -> ResponseReturnValue:
    call = queries.get_call(key, reader=me())
    _for_moderators()
    operations.check_may_edit(call)
    form = _with_choices(EditCallForm(seen=call.revision, data=filled_from(call)))
    if form.validate_on_submit() and (said_in := _particulars(form)):
        try:
            operations.edit_call(call, said_in, seen=form.seen.data, actor=me())
        except Invalid as error:
            _say(form, error)
        else:
            flash(_("The call is changed."))
            return redirect(url_for(".call", key=key))
    return render_template("reports/edit_call.html", form=form, call=call)


@bp.post("/calls/<key>/announce")
@signed_in
def announce(key: str) -> ResponseReturnValue:
    call = queries.get_call(key, reader=me())
    CALL.check("announce", call, actor=me())
    form = AnnounceForm()
    if form.validate_on_submit():
        operations.announce_call(call, seen=form.seen.data, actor=me())
        flash(_("The call is announced."))
    return redirect(url_for(".call", key=key))


@bp.route("/calls/<key>/cancel", methods=["GET", "POST"])
@signed_in
def cancel(key: str) -> ResponseReturnValue:
    call = queries.get_call(key, reader=me())
    CALL.check("cancel", call, actor=me())
    form = CancelForm(seen=call.revision)
    if form.validate_on_submit():
        operations.cancel_call(call, reason=form.reason.data, seen=form.seen.data, actor=me())
        if call.rehearsal:
            flash(_("The call is cancelled."))
        else:
            flash(_("The call is cancelled. Those who were writing have been told why."))
        return redirect(url_for(".call", key=key))
    return render_template("reports/cancel_call.html", form=form, call=call, title=said(call.titles))


def _for_moderators() -> None:
    if not me().is_moderator:
        raise NotAllowed("not_allowed")


def _with_choices(form: CallForm) -> CallForm:
    form.meeting.choices = [
        SelectChoice(value=number, label=title) for number, title in meetings.meetings_for_choice()
    ]
    form.agenda_item.choices = [
        SelectChoice(value=0, label=str(_p("agenda item", "None yet"))),
        *_items(queries.items_for_choice()),
    ]
    form.template.choices = [
        SelectChoice(value=t.id, label=f"{t.definition.get('title', t.key)} ({t.version})")
        for t in queries.templates_for_choice()
    ]
    return form


def _items(found: Sequence[Any]) -> list[SelectChoice]:
    return [
        SelectChoice(
            value=item.id, label=f"{meetings.short_of(item.meeting)}: {item.number} {said(item.titles)}"
        )
        for item in found
    ]


def _particulars(form: CallForm) -> Particulars:
    return Particulars(**form.said())


FIELDS = {
    "item_of_another_meeting": "agenda_item",
    "unknown_meeting": "meeting",
    "closes_before_it_opens": "closes_at",
    "call_is_over": "closes_at",
    "closing_has_passed": "closes_at",
    "grace_has_passed": "grace_minutes",
    "call_has_opened": "opens_at",
    "unknown_zone": "zone",
}


def _say(form: CallForm, error: Invalid) -> None:
    """What was refused is said beside its field."""
    field = form[FIELDS[error.key]]
    field.errors = [*field.errors, sentence_of(error)]
