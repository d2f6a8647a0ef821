"""A person's own table: what waits for them, whom they speak for, what they can do next."""

from collections.abc import Iterable, Sequence
from types import SimpleNamespace
from typing import Any, cast

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.models import User
from app.accounts.session import me
from app.foundation.i18n import left, said
from app.foundation.queue import Waiting
from app.foundation.web import signed_in
from app.organisations import queries as organisations
from app.organisations.flow import WORDS
from app.organisations.models import SEATS, Membership

bp = Blueprint("workplace", __name__, url_prefix="/work", template_folder="templates")


@bp.get("")
@signed_in
def show() -> ResponseReturnValue:
    person = cast(User, me())  # signed_in lets no guest in
    seats = organisations.organisations_of(person)
    return render_template(
        "workplace/show.html",
        person=person,
        todo=[*_own(person), *_tasks(organisations.waiting_for(person))],
        seats=[_as_seat(seat) for seat in seats],
    )


def _own(person: User) -> Iterable[SimpleNamespace]:
    if not person.confirmed_at:
        yield SimpleNamespace(
            title=_("Confirm your e-mail address"),
            url=None,  # the way on is in their mail
            hint=_("The link is in the letter we sent to %(email)s.", email=person.email),
            word=_("To do"),
            tone="wait",
        )


def _tasks(waiting: Sequence[Waiting]) -> Iterable[SimpleNamespace]:
    for item in waiting:
        yield SimpleNamespace(
            title=TITLES[item.kind](item),
            url=url_for(item.endpoint, **item.values),
            hint=_("%(time)s left", time=left(item.due)) if item.due else "",
            word=_("To do"),
            tone="wait",
        )


TITLES: dict[str, Any] = {
    "invitation": lambda item: _("Answer the invitation to “%(name)s”", name=item.title),
    "organisation": lambda item: _("See what “%(name)s” needs", name=item.title),
}


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
