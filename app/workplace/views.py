"""A person's own table: what waits for them, what they wrote, whom they speak for, what their roles open."""

from collections.abc import Iterable
from types import SimpleNamespace
from typing import Any, cast

from flask import Blueprint, current_app, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from markupsafe import Markup, escape

from app.accounts.forms.people import ROLE_NAMES
from app.accounts.models import User
from app.accounts.readers import SECRETARIAT, Role
from app.accounts.session import me
from app.foundation import letters, mail
from app.foundation.clock import now
from app.foundation.i18n import Said, current_lang, day, left, moment, said
from app.foundation.outbox import Letter
from app.foundation.queue import Waiting
from app.foundation.web import signed_in
from app.learning.queries import certificates, checking
from app.meetings import queries as meetings
from app.organisations import queries as organisations
from app.organisations.flow import WORDS
from app.organisations.models import SEATS, Membership
from app.reports.models import Call, CallState, Report, ReportState
from app.reports.queries import calls, filing
from app.reports.queries import deciding as reviews
from app.reports.queries import register as published
from app.reports.queries import waiting as reports
from app.reports.views import standing
from app.reports.views.wording import STATES
from app.vocabularies import queries as vocabularies

bp = Blueprint("workplace", __name__, url_prefix="/work", template_folder="templates")

TITLES = {
    "invitation": _l("Answer the invitation to “%(name)s”"),
    "organisation": _l("See what “%(name)s” needs"),
    "report": _l("Go on with “%(name)s”"),
    "outcome_due": _l("Record what the body did with “%(name)s”"),
}
WAS_DUE = _l("Was due on %(day)s")
ISOLATED = Markup("<bdi>{}</bdi>")  # a name keeps its own direction among our words
FOR_AUTHORS = "returned"  # the one queue in which nothing waits for the Secretariat
SHOWN = 3  # of the reports about a country


@bp.get("")
@signed_in
def show() -> ResponseReturnValue:
    person = cast(User, me())  # signed_in lets no guest in
    rooms = (organisations, reports, meetings)
    waiting = [item for room in rooms for item in room.waiting_for(person)]
    return render_template(
        "workplace/show.html",
        todo=[*_own(person), *map(_as_task, waiting), *_on_the_desk(person)],
        news=[_as_news(letter) for letter in letters.news_for(person.id)],
        roles=[*_of_countries(person), *_of_parties(person), *_of_bodies(person), *_of_secretariat(person)],
        seats=[_as_seat(seat) for seat in organisations.organisations_of(person)],
        reports=[_as_record(report) for report in filing.of_person(person)],
        certificates=certificates.certificates_of(person.id),
        calls=[_as_call(call, person) for call in calls.open_calls(person)],
    )


@bp.get("/letters/<key>")
@signed_in
def letter(key: str) -> ResponseReturnValue:
    """In full, to its own reader, what a letter that names no content left out."""
    found = letters.get_own(key, person_id=cast(User, me()).id)
    subject, paragraphs = mail.in_full(found, current_lang())
    return render_template("workplace/letter.html", letter=found, subject=subject, paragraphs=paragraphs)


def _as_news(letter: Letter) -> SimpleNamespace:
    subject, _paragraphs = mail.in_full(letter, current_lang())
    return SimpleNamespace(url=url_for(".letter", key=letter.message_id), title=subject, at=letter.created_at)


def _own(person: User) -> Iterable[SimpleNamespace]:
    if not person.confirmed_at:
        yield SimpleNamespace(
            title=_("Confirm your e-mail address"),
            url=None,  # the way on is in their mail
            hint=_("The link is in the letter we sent to %(email)s.", email=person.email),
            word=_("To do"),
            tone="wait",
        )


def _as_task(item: Waiting) -> SimpleNamespace:
    late = item.due is not None and item.due < now()
    facts = [ISOLATED.format(item.party) if item.party else "", _when(item, late)]
    return SimpleNamespace(
        title=escape(TITLES[item.kind]) % {"name": ISOLATED.format(item.title)},
        url=url_for(item.endpoint, **item.values),
        hint=Markup(" · ").join(filter(None, facts)),
        word=_("Overdue") if late else _("To do"),
        tone="alert" if late else "wait",
    )


def _when(item: Waiting, late: bool) -> Markup | str:
    if item.due is None:
        return ""
    if late and item.late_until and item.late_until > now():
        return str(_("Closed; %(time)s left for late reports", time=left(item.late_until)))
    if late:
        return escape(WAS_DUE) % {"day": day(item.due, item.zone)}
    return str(_("%(time)s left", time=left(item.due)))


def _on_the_desk(person: User) -> Iterable[SimpleNamespace]:
    """How much waits there for the Secretariat, as the desk counts it; nothing while nothing does."""
    tallies = [checking.counts(person)]
    if person.is_moderator:
        tallies += [(t.count, t.late) for name, t in reviews.counts(person).items() if name != FOR_AUTHORS]
        tallies += [(organisations.waiting_count(person), 0), *meetings.counts(person).values()]
    waiting, late = (sum(tally[place] for tally in tallies) for place in (0, 1))
    if waiting:
        yield SimpleNamespace(
            title=ngettext("%(num)d thing waits on the desk", "%(num)d things wait on the desk", waiting),
            url=url_for("desk.show"),
            hint=_("Overdue: %(count)s", count=late) if late else "",
            word=_("Overdue") if late else _("To do"),
            tone="alert" if late else "wait",
        )


def _of_secretariat(person: User) -> Iterable[SimpleNamespace]:
    """Of everybody at the Secretariat: the desk."""
    for role in Role:
        if role in SECRETARIAT and person.has(role):
            links = [(_("Desk"), url_for("desk.show"))]
            yield SimpleNamespace(role=ROLE_NAMES[role], reach="", links=links, reports=[])


def _of_parties(person: User) -> Iterable[SimpleNamespace]:
    """Of a delegate of a Party: the country, and the meetings it goes to."""
    reaches = person.reach_of(Role.DELEGATE)
    codes = [reach.removeprefix("country:") for reach in reaches if reach.startswith("country:")]
    for code, country in vocabularies.labels("country", codes, current_lang()).items() if codes else ():
        links = [
            (_("Meetings"), url_for("meetings.index")),
            (_("Reports about the country"), url_for("reports.register", country=code)),
        ]
        yield SimpleNamespace(role=ROLE_NAMES[Role.DELEGATE], reach=country.label, links=links, reports=[])


def _of_countries(person: User) -> Iterable[SimpleNamespace]:
    """Of a focal point: the country, and where its reports and organisations stand."""
    codes = [reach.removeprefix("country:") for reach in person.reach_of(Role.FOCAL_POINT)]
    for code, country in vocabularies.labels("country", codes, current_lang()).items():
        links = [
            (_("Reports about the country"), url_for("reports.register", country=code)),
            (_("Organisations of the country"), url_for("organisations.index", country=code)),
        ]
        yield SimpleNamespace(
            role=ROLE_NAMES[Role.FOCAL_POINT],
            reach=country.label,
            links=links,
            reports=[_as_published(row) for row in published.latest(SHOWN, country=code)],
        )


def _of_bodies(person: User) -> Iterable[SimpleNamespace]:
    """Of a delegate: the body, and its meetings with what is tabled."""
    reaches = person.reach_of(Role.DELEGATE)
    keys = [reach.removeprefix("body:") for reach in reaches if reach.startswith("body:")]
    for key, body in meetings.bodies_named(keys).items() if keys else ():
        links = [(_("Meetings of the body"), url_for("meetings.index", body=key))]
        yield SimpleNamespace(
            role=ROLE_NAMES[Role.DELEGATE], reach=meetings.body_name(body), links=links, reports=[]
        )


def _as_seat(membership: Membership) -> SimpleNamespace:
    organisation = membership.organisation
    word, tone = WORDS[organisation.state]
    return SimpleNamespace(
        organisation=organisation,
        url=url_for("organisations.show", slug=organisation.slug),
        title=said(organisation.all_names, own=organisation.name_lang),
        seat=SEATS[membership.seat],
        word=word,
        tone=tone,
    )


def _as_record(report: Report) -> SimpleNamespace:
    word, tone = STATES[report.state]
    return SimpleNamespace(
        url=url_for(_page_of(report), number=report.number),
        title=Said(report.title, report.lang),
        symbol=report.number,
        status_word=word,
        status_tone=tone,
        by=[report.organisation.called if report.organisation else _("Practice: not real")],
        meta=[said(report.call.titles, own=report.call.lang), *_deadline(report)],
    )


def _as_published(row: Any) -> SimpleNamespace:
    """As everybody reads it: of the protected, only their kind and region."""
    word, tone = standing.word_of(row.standing, row.outcome)
    return SimpleNamespace(
        url=url_for("reports.show", number=row.number),
        title=standing.title(row),
        symbol=row.symbol or "",
        status_word=word,
        status_tone=tone,
        by=[standing.byline(row)],
    )


def _page_of(report: Report) -> str:
    """Where its people go on with it: the published page, before that the task list with its state."""
    if report.state == ReportState.PUBLISHED and "reports.show" in current_app.view_functions:
        return "reports.show"
    return "reports.edit"


def _deadline(report: Report) -> list[Markup]:
    """Said while it matters: as long as the words can still change, and still come in."""
    if not report.is_open:
        return []
    if not report.can_come_in:
        cancelled = report.call.state == CallState.CANCELLED
        told = (
            _("The call was cancelled")
            if cancelled
            else _("The call has closed; it takes no reports any more")
        )
        return [escape(told)]
    zone, own_zone = report.call.zone, cast(User, me()).time_zone
    told = [Markup("{} {}").format(_("Deadline:"), moment(report.due_at, zone))]
    if own_zone != zone:
        told.append(Markup(_("Your time: %(time)s")) % {"time": moment(report.due_at, own_zone)})  # noqa: S704 ours
    return told


def _as_call(call: Call, person: User) -> SimpleNamespace:
    return SimpleNamespace(
        url=url_for("reports.call", key=call.key),
        title=said(call.titles, own=call.lang),
        at=call.closes_at,
        zone=call.zone,
        reader_zone=person.time_zone,
        late_until=call.late_until,
    )
