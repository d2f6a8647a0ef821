"""Doors for moderators: meetings, agendas, deadlines, and documents that came by another way."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.datastructures import FileStorage
from wtforms.fields.choices import SelectChoice

from app.accounts.session import me
from app.foundation import files
from app.foundation.errors import NotAllowed, NotFound
from app.foundation.refusals import beside
from app.foundation.web import signed_in
from app.meetings import policy, queries
from app.meetings.forms.agenda import AgendaForm, EditItemForm, ItemForm, RemoveForm
from app.meetings.forms.deadlines import DeadlineForm, PressForm
from app.meetings.forms.documents import AddDocumentForm, UploadForm
from app.meetings.forms.meetings import AddMeetingForm, EditMeetingForm, facts_of
from app.meetings.forms.titles import titles_of
from app.meetings.models import DEADLINES, Meeting
from app.meetings.operations import add_file, adding, keeping
from app.meetings.operations import agenda as operations
from app.meetings.queries import meetings as of_meetings
from app.meetings.queries.names import body_name
from app.meetings.views import agenda as agenda_of
from app.meetings.views.room import bp, countries, documents, item_name


def check_keeper() -> None:
    if not policy.keeps_meetings(me()):
        raise NotAllowed("not_allowed")


@bp.route("/add", methods=["GET", "POST"])
@signed_in
def add() -> ResponseReturnValue:
    check_keeper()
    form = AddMeetingForm(languages=["en", "fr", "es"])
    form.body.choices = [SelectChoice(value=b.id, label=body_name(b)) for b in of_meetings.bodies()]
    form.country.choices = countries()
    if form.validate_on_submit():
        with beside(meeting=form.number):
            meeting = keeping.add_meeting(form.body.data, form.facts(), actor=me())
            flash(_("The meeting is added. Now add its agenda and its deadlines."))
            return redirect(url_for(".show", key=meeting.key))
    return render_template("meetings/add.html", form=form)


@bp.route("/<key>/edit", methods=["GET", "POST"])
@signed_in
def edit(key: str) -> ResponseReturnValue:
    meeting = queries.get_meeting(key)
    check_keeper()
    form = EditMeetingForm(seen=meeting.revision, **facts_of(meeting))
    form.country.choices = countries()
    if form.validate_on_submit():
        with beside(meeting=form.number):
            keeping.edit_meeting(meeting, form.facts(), seen=form.seen.data, actor=me())
            flash(_("The meeting is changed. What is due for its documents follows its days."))
            return redirect(url_for(".show", key=key))
    return render_template("meetings/edit.html", meeting=meeting, title=queries.title_of(meeting), form=form)


@bp.route("/<key>/remove", methods=["GET", "POST"])
@signed_in
def remove(key: str) -> ResponseReturnValue:
    meeting = queries.get_meeting(key)
    check_keeper()
    form = RemoveForm(seen=meeting.revision)
    if form.validate_on_submit():
        keeping.remove_meeting(meeting, seen=form.seen.data, actor=me())
        flash(_("The meeting is removed."))
        return redirect(url_for(".index"))
    return render_template(
        "meetings/remove.html", meeting=meeting, title=queries.title_of(meeting), form=form
    )


@bp.route("/<key>/agenda", methods=["GET", "POST"])
@signed_in
def agenda(key: str) -> ResponseReturnValue:
    """One item by its form; the list of all, with doors to rename or remove."""
    meeting = queries.get_meeting(key)
    check_keeper()
    form = ItemForm()
    if form.validate_on_submit():
        row = operations.Row(form.number.data, form.title.data)
        operations.add_items(meeting, [row], lang=form.item_lang.data, actor=me())
        flash(_("Item %(number)s is on the agenda.", number=row.number))
        return redirect(url_for(".agenda", key=key))
    return render_template("meetings/agenda.html", form=form, **_with_items(meeting))


@bp.route("/<key>/agenda/paste", methods=["GET", "POST"])
@signed_in
def paste_agenda(key: str) -> ResponseReturnValue:
    meeting = queries.get_meeting(key)
    check_keeper()
    form = AgendaForm()
    if form.validate_on_submit():
        rows = form.rows()
        operations.add_items(meeting, rows, lang=form.item_lang.data, actor=me())
        flash(_("Items written: %(count)d.", count=len(rows)))
        return redirect(url_for(".agenda", key=key))
    return render_template("meetings/paste_agenda.html", form=form, **_with_items(meeting))


@bp.route("/<key>/agenda/<number>", methods=["GET", "POST"])
@signed_in
def edit_item(key: str, number: str) -> ResponseReturnValue:
    meeting = queries.get_meeting(key)
    check_keeper()
    item = of_meetings.get_item(meeting, number)
    form = EditItemForm(seen=item.revision, number=item.number, **titles_of(item.titles))
    if form.validate_on_submit():
        others = {lang: words for lang, words in item.titles.items() if f"title_{lang}" not in form}
        titles, new = others | form.titles(), form.number.data
        with beside(number=form.number):
            moved = operations.edit_item(item, new, titles, seen=form.seen.data, actor=me())
            flash(_told_of_change(number, new, moved))
            return redirect(url_for(".agenda", key=key))
    return render_template("meetings/edit_item.html", meeting=meeting, item=item, form=form)


def _told_of_change(number: str, new: str, moved: int) -> str:
    if number == new:
        return str(_("Item %(number)s is changed.", number=number))
    if not moved:
        return str(_("Item %(number)s is item %(new)s now.", number=number, new=new))
    return str(
        ngettext(
            "Item %(number)s is item %(new)s now, and the item under it has moved with it.",
            "Item %(number)s is item %(new)s now, and the %(num)d items under it have moved with it.",
            moved,
            number=number,
            new=new,
        )
    )


@bp.route("/<key>/agenda/<number>/remove", methods=["GET", "POST"])
@signed_in
def remove_item(key: str, number: str) -> ResponseReturnValue:
    meeting = queries.get_meeting(key)
    check_keeper()
    item = of_meetings.get_item(meeting, number)
    form = RemoveForm(seen=item.revision)
    if form.validate_on_submit():
        operations.remove_item(item, seen=form.seen.data, actor=me())
        flash(_("Item %(number)s is off the agenda.", number=number))
        return redirect(url_for(".agenda", key=key))
    return render_template(
        "meetings/remove_item.html", meeting=meeting, item=item, form=form, name=item_name(item)
    )


@bp.route("/<key>/deadlines", methods=["GET", "POST"])
@signed_in
def deadlines(key: str) -> ResponseReturnValue:
    meeting = queries.get_meeting(key)
    check_keeper()
    form = DeadlineForm()
    if form.validate_on_submit():
        told = {"at": form.at(), "zone": form.zone.data, "day_only": form.hour.data is None}
        keeping.set_deadline(meeting, form.kind.data, **told, rule=form.rule.data, actor=me())
        flash(_("The deadline is set."))
        return redirect(url_for(".deadlines", key=key))
    return render_template(
        "meetings/deadlines.html",
        meeting=meeting,
        title=queries.title_of(meeting),
        form=form,
        press=PressForm(),
        words=DEADLINES,
    )


@bp.post("/<key>/deadlines/<kind>/remove")
@signed_in
def remove_deadline(key: str, kind: str) -> ResponseReturnValue:
    meeting = queries.get_meeting(key)
    check_keeper()
    deadline = next((deadline for deadline in meeting.deadlines if deadline.kind == kind), None)
    if deadline is None:
        raise NotFound("not_found")
    if PressForm().validate_on_submit():
        keeping.remove_deadline(meeting, deadline, actor=me())
        flash(_("The deadline is removed."))
    return redirect(url_for(".deadlines", key=key))


@bp.route("/<key>/documents/add", methods=["GET", "POST"])
@signed_in
def add_document(key: str) -> ResponseReturnValue:
    meeting = queries.get_meeting(key)
    check_keeper()
    form = AddDocumentForm()
    form.items.choices = [(item.id, item_name(item)) for item in meeting.items]
    if form.validate_on_submit():
        with beside(symbol=form.symbol, file=form.file):
            document = adding.add_document(meeting, _given(form), upload=_upload(form.file.data), actor=me())
            flash(_("The document is added."))
            return redirect(url_for("documents.show", number=document.number))
    return render_template("documents/add.html", meeting=meeting, title=queries.title_of(meeting), form=form)


@documents.route("/<number>/upload", methods=["GET", "POST"])
@signed_in
def upload(number: str) -> ResponseReturnValue:
    document = queries.get_document(number, reader=me())
    if not policy.brings_files(me(), document):
        raise NotAllowed(policy.why_not(me(), document))
    form = UploadForm()
    if form.validate_on_submit():
        with beside(file=form.file):
            read = files.read(form.file.data)
            add_file(document, read, lang=form.file_lang.data, actor=me())
            flash(_("The file is kept, and can be read on the page of the document."))
            return redirect(url_for(".show", number=number))
    return render_template("documents/upload.html", document=document, form=form)


def _with_items(meeting: Meeting) -> dict[str, Any]:
    items = agenda_of.tree(meeting, lambda item, _level: {"doors": _doors(meeting, item.number)})
    return {"meeting": meeting, "title": queries.title_of(meeting), "items": items}


def _doors(meeting: Meeting, number: str) -> list[tuple[str, str]]:
    return [
        (_("Change item %(number)s", number=number), url_for(".edit_item", key=meeting.key, number=number)),
        (_("Remove item %(number)s", number=number), url_for(".remove_item", key=meeting.key, number=number)),
    ]


def _given(form: AddDocumentForm) -> adding.Given:
    return adding.Given(
        title=form.title.data,
        lang=form.title_lang.data,
        kind=form.kind.data,
        symbol=form.symbol.data,
        other_form=form.other_form.data,
        items=form.items.data or [],
        authors=form.names(),
        source=form.source.data,
    )


def _upload(given: FileStorage | None) -> files.Upload | None:
    return files.read(given) if given and given.filename else None
