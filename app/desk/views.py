"""Doors of the Secretariat's table: its queues, and its letters."""

from typing import Any

from flask import Blueprint, Flask, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_pgettext as _lp
from markupsafe import Markup

from app.accounts.models import Somebody
from app.accounts.readers import Role
from app.accounts.session import me, somebody
from app.desk import queues, stories
from app.desk.forms import RetryForm
from app.foundation import letters as post
from app.foundation import mail, pages
from app.foundation.clock import now
from app.foundation.errors import NotFound
from app.foundation.i18n import age, current_lang
from app.foundation.outbox import LetterState
from app.foundation.queue import Waiting
from app.foundation.refusals import STORY
from app.foundation.web import open_to, signed_in

bp = Blueprint("desk", __name__, url_prefix="/desk", template_folder="templates")

STATES = {
    LetterState.FAILED: (_lp("letter", "Not delivered"), "alert"),
    LetterState.WAITING: (_lp("letter", "Waiting to be sent"), "wait"),
    LetterState.KEPT: (_lp("letter", "Kept here, not sent"), "now"),
    LetterState.SENT: (_lp("letter", "Sent"), "done"),
}


def init_app(app: Flask) -> None:
    app.extensions[STORY] = lambda thing: stories.story_of(thing, reader=me())


def is_secretariat(reader: Somebody) -> bool:
    return reader.is_secretariat


def reads_letters(reader: Somebody) -> bool:
    return reader.is_moderator or reader.is_administrator


@bp.get("")
@signed_in
@open_to(is_secretariat)
def show() -> ResponseReturnValue:
    """Drawn again when anything has changed, and once a minute, for its ages grow."""
    asked = (somebody().id, current_lang(), request.args.get("queue"), request.args.get("page"))
    minute = now().replace(second=0, microsecond=0)
    table = pages.remembered(("desk", minute, *asked), _table)
    names = queues.names_of(somebody())
    queue = queues.LABELS.get(asked[2] or names[0]) if names else ""
    return render_template("desk/show.html", queue=queue, table=Markup(table))  # noqa: S704 our own template


def _table() -> str:
    reader = somebody()
    every = queues.queues_of(reader)
    names = [queue.name for queue in every]
    chosen = request.args.get("queue", names[0] if names else "")
    if every and chosen not in names:
        raise NotFound("not_found")
    page = queues.waiting_in(chosen, reader, request.args.get("page")) if every else None
    return render_template(
        "desk/table.html",
        queues=[_drawn(queue, chosen) for queue in every],
        here=next((queue for queue in every if queue.name == chosen), None),
        lines=queues.lines(page.rows, _url_of, age) if page else [],
        previous=page and page.previous and url_for(".show", queue=chosen, page=page.previous),
        next=page and page.next and url_for(".show", queue=chosen, page=page.next),
        undelivered=post.counts()[LetterState.FAILED] if reads_letters(reader) else None,
        people=_people(),
        courses=_courses(),
        reader=reader,
    )


def _drawn(queue: queues.Queue, chosen: str) -> dict[str, Any]:
    return {
        "count": queue.shown,
        "label": queue.label,
        "url": url_for(".show", queue=queue.name),
        "word": queue.word,
        "tone": queue.tone,
        "here": queue.name == chosen,
    }


def _url_of(waiting: Waiting) -> str:
    known = waiting.endpoint in current_app.view_functions
    return url_for(waiting.endpoint, **waiting.values) if known else ""


def _people() -> str:
    """Where administrators look after people and their roles."""
    known = "people.index" in current_app.view_functions
    return url_for("people.index") if known and somebody().is_administrator else ""


def _courses() -> str:
    """Where editors look after courses."""
    known = "course_desk.index" in current_app.view_functions
    return url_for("course_desk.index") if known and somebody().has(Role.EDITOR) else ""


@bp.get("/letters")
@signed_in
@open_to(reads_letters)
def letters() -> ResponseReturnValue:
    counts = post.counts()
    first = next((one for one in STATES if counts[one]), LetterState.FAILED)
    try:
        state = LetterState(request.args.get("state", first))
    except ValueError:
        raise NotFound("not_found") from None
    page = post.listed(state, request.args.get("page"))
    return render_template(
        "desk/letters.html",
        states=[
            (str(word), url_for(".letters", state=one), queues.capped(counts[one]), one == state, tone)
            for one, (word, tone) in STATES.items()
        ],
        letters=page.rows,
        subjects=mail.subjects([one.id for one in page.rows if not one.subject]),
        state=STATES[state],
        previous=page.previous and url_for(".letters", state=state, page=page.previous),
        next=page.next and url_for(".letters", state=state, page=page.next),
    )


@bp.get("/letters/<int:id>")
@signed_in
@open_to(reads_letters)
def letter(id: int) -> ResponseReturnValue:
    found = post.get_letter(id)
    return render_template(
        "desk/letter.html",
        letter=found,
        subject=found.subject or mail.subjects([found.id]).get(found.id, ""),
        state=STATES[found.state],
        hidden=post.is_secret(found) and not current_app.config["DEMONSTRATION"],
        form=RetryForm() if found.state == LetterState.FAILED else None,
    )


@bp.post("/letters/<int:id>/retry")
@signed_in
@open_to(reads_letters)
def retry(id: int) -> ResponseReturnValue:
    found = post.get_letter(id)
    if RetryForm().validate_on_submit():
        post.retry(found, actor=somebody())
        flash(_("The letter waits to be sent again."))
    return redirect(url_for(".letter", id=id))
