"""The doors that belong to no room: the front page, search, and what we promise."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_babel import pgettext as _p

from app.accounts.session import me
from app.foundation import search as index
from app.foundation.i18n import LANGS, Said, current_lang, said
from app.foundation.text import clean
from app.foundation.web import public
from app.learning.queries import courses as course_queries
from app.meetings import queries as meetings
from app.meetings.models import DEADLINES, Document
from app.publishing import pages
from app.reports.models import Call
from app.reports.queries import calls as call_queries
from app.reports.queries import register as register_queries
from app.reports.views import standing

bp = Blueprint("publishing", __name__, template_folder="templates")
root = Blueprint("root", __name__)


SHOWN = 4  # records of each kind on the front page
FOUND = 50
LONGEST = 200  # characters of a search


class Door(NamedTuple):
    """A way in from the front page."""

    mark: str
    title: str
    url: str
    text: str
    now: str


class Due(NamedTuple):
    """A deadline as the component draws it."""

    title: Any
    at: datetime
    zone: str
    url: str
    day_only: bool = False
    late_until: datetime | None = None


@root.get("/")
@public
def choose() -> ResponseReturnValue:
    """The front page in the language of the person's account, else of their browser."""
    reader = me()
    known = reader.lang if reader.is_authenticated and reader.lang in LANGS else None
    lang = known or request.accept_languages.best_match(LANGS) or "en"
    return redirect(url_for("publishing.home", lang=lang))


@bp.get("/")
@public
def home() -> ResponseReturnValue:
    calls = call_queries.open_calls(me())
    return render_template(
        "publishing/home.html",
        doors=_doors(len(calls)),
        due=_due(calls),
        zone=me().time_zone if me().is_authenticated else None,
        latest=[_report(row) for row in register_queries.latest(SHOWN)],
        considered=[_document(document) for document in meetings.lately_considered(SHOWN)],
    )


def _doors(open_count: int) -> list[Door]:
    calls = ngettext("%(num)d call is open", "%(num)d calls are open", open_count)
    return [
        Door(
            "report",
            _p("what one does", "Report"),
            url_for("reports.calls"),
            _("Report formally on the work of your organisation to the body that decides."),
            calls if open_count else _("No call is open now"),
        ),
        Door(
            "meeting",
            _("Follow a meeting"),
            url_for("meetings.index"),
            _("See what is before a meeting, under each item of its agenda, and what became of it."),
            _("Deadlines, agendas and documents"),
        ),
        Door(
            "organisation",
            _("Take part"),
            url_for("organisations.index"),
            _("Find the organisations that report, or register yours and invite your colleagues."),
            _("Verified by the Secretariat"),
        ),
    ]


def _due(calls: Sequence[Call]) -> list[Due]:
    """Calls that close and deadlines of meetings, the soonest first."""
    due = [
        Due(
            said(c.titles, own=c.lang),
            c.closes_at,
            c.zone,
            url_for("reports.call", key=c.key),
            late_until=c.late_until,
        )
        for c in calls
    ]
    due += [
        Due(
            f"{meetings.title_of(meeting)}: {DEADLINES.get(deadline.kind, deadline.kind)}",
            deadline.at,
            deadline.zone,
            url_for("meetings.show", key=meeting.key),
            deadline.day_only,
        )
        for deadline, meeting in meetings.deadlines_ahead(SHOWN)
    ]
    return sorted(due, key=lambda item: item.at)[:SHOWN]


def _report(row: Any) -> dict[str, Any]:
    word, tone = standing.word_of(row.standing, row.outcome)
    return {
        "url": url_for("reports.show", number=row.number),
        "title": standing.title(row),
        "symbol": row.symbol or "",
        "status_word": word,
        "status_tone": tone,
        "by": [standing.byline(row)],
    }


def _document(document: Document) -> dict[str, Any]:
    word, tone = standing.word_of(document.state, document.outcome)
    return {
        "url": url_for("documents.show", number=document.number),
        "title": said({**document.titles, document.lang: document.title}, own=document.lang),
        "symbol": document.symbol or "",
        "status_word": word,
        "status_tone": tone,
        "by": [meetings.title_of(document.meeting)],
    }


@bp.get("/search")
@public
def search() -> ResponseReturnValue:
    """Everything public that holds all the words: reports, documents, meetings, organisations, courses."""
    typed = " ".join(clean(request.args.get("q", "")).split())
    words = typed[:LONGEST]
    hits = index.find(words, limit=FOUND) if words else []
    courses = _courses() if any(one.kind == "lesson" for one in hits) else {}
    found = [_found(one, courses) for one in hits]
    most = LONGEST if typed != words else 0
    return render_template("publishing/search.html", words=words, found=found, most=most)


def _courses() -> dict[str, Said]:
    return {course.slug: course.title(current_lang()) for course in course_queries.catalogue()}


def _found(one: index.Found, courses: Mapping[str, Said]) -> dict[str, Any]:
    """Of a lesson also its course."""
    kinds = {
        "report": _("Report"),
        "document": _("Document"),
        "meeting": _("Meeting"),
        "organisation": _("Organisation"),
        "course": _("Course"),
        "lesson": _("Lesson"),
    }
    return {
        "url": url_for(one.endpoint, **one.values),
        "title": Said(one.title, one.lang, fallback=one.lang != current_lang()),
        "meta": [kinds.get(one.kind, one.kind)],
        "by": [courses[one.values["slug"]]] if one.kind == "lesson" and one.values["slug"] in courses else [],
    }


@bp.get("/privacy")
@public
def privacy() -> ResponseReturnValue:
    return _page("privacy", _("Privacy and protection"))


@bp.get("/accessibility")
@public
def accessibility() -> ResponseReturnValue:
    return _page("accessibility", _("Accessibility"))


@bp.get("/moderation")
@public
def moderation() -> ResponseReturnValue:
    return _page("moderation", _("How moderation works"))


def _page(name: str, title: str) -> ResponseReturnValue:
    lede, body = pages.page(name, current_lang())
    return render_template("publishing/page.html", title=title, lede=lede, body=body)
