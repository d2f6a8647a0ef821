"""Who hears of what happens to an organisation. Owners and editors hear at once."""

from collections.abc import Iterable
from typing import Any

from app.accounts.models import Reader, User
from app.accounts.queries import moderators
from app.foundation import outbox
from app.organisations.models import Invitation, Organisation, Seat
from app.organisations.policy import WRITERS
from app.organisations.queries import people_of


def applied(organisation: Organisation) -> None:
    _post("applied", moderators(), organisation, asking=organisation.asking.value)


def verified(organisation: Organisation) -> None:
    _tell_writers("verified", organisation)


def declined(organisation: Organisation, reason: str) -> None:
    _tell_writers("declined", organisation, reason=reason)


def change_declined(organisation: Organisation, refused: str, reason: str) -> None:
    _tell_writers("change_declined", organisation, refused=refused, reason=reason)


def suspended(organisation: Organisation, reason: str) -> None:
    _tell_writers("suspended", organisation, reason=reason)


def restored(organisation: Organisation) -> None:
    _tell_writers("restored", organisation)


def lapsed(organisation: Organisation) -> None:
    ended = organisation.letter_valid_until
    _tell_writers("lapsed", organisation, ended_on=ended.isoformat() if ended else "")


def renamed(organisation: Organisation, before: str, wanted: str) -> None:
    """Its own people hear of it too: a changed name is how impostors come in."""
    _tell_writers("renamed", organisation, before=before, wanted=wanted)


def invited(invitation: Invitation, token: str, known: User | None) -> None:
    """To the account of that address where there is one, else to the bare address."""
    words: dict[str, Any] = {
        **_words(invitation.organisation),
        "about": ("organisations.invitation", {"code": token}),
        "token": token,
        "seat": invitation.seat.value,
        "by": invitation.invited_by.name,
        "until": invitation.expires_at.isoformat(),
    }
    email, quiet = invitation.email, invitation.organisation.protected
    if known is not None:
        outbox.post("organisations/email/invited", [known], notice_only=quiet, **words)
        return
    outbox.post_to("organisations/email/invited", email, invitation.lang, email, notice_only=quiet, **words)


def protection_ended(organisation: Organisation, *, actor: Reader) -> None:
    """Its other people hear of it, in the last letter that still names no content."""
    others = (person for person in people_of(organisation.id) if person.id != actor.id)
    outbox.post("organisations/email/protection_ended", others, notice_only=True, **_words(organisation))


def joined(organisation: Organisation, person: Reader, seat: Seat) -> None:
    others = (owner for owner in people_of(organisation.id, {Seat.OWNER}) if owner.id != person.id)
    _post("joined", others, organisation, who=person.name, seat=seat.value)


def seat_changed(organisation: Organisation, person: User, seat: Seat, *, actor: Reader) -> None:
    if person.id != actor.id:
        _post("seat_changed", [person], organisation, seat=seat.value, by=actor.name)


def removed(organisation: Organisation, person: User, *, actor: Reader) -> None:
    _post("removed", [person], organisation, by=actor.name)


def left(organisation: Organisation, person: Reader) -> None:
    _post("left", people_of(organisation.id, {Seat.OWNER}), organisation, who=person.name)


def _tell_writers(verb: str, organisation: Organisation, **more: Any) -> None:
    _post(verb, people_of(organisation.id, WRITERS), organisation, **more)


def _post(verb: str, people: Iterable[User], organisation: Organisation, **more: Any) -> None:
    quiet, words = organisation.protected, _words(organisation)
    outbox.post(f"organisations/email/{verb}", people, notice_only=quiet, **words, **more)


def _words(organisation: Organisation) -> dict[str, Any]:
    return {
        "about": ("organisations.show", {"slug": organisation.slug}),
        "slug": organisation.slug,
        "organisation": organisation.name,
    }
