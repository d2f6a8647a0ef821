"""An organisation on the moderators' side: verified, declined, suspended; and the clock's: lapsed."""

from sqlalchemy import delete

from app.accounts.models import Reader
from app.foundation import audit, jobs
from app.foundation.clock import now
from app.foundation.db import session, transaction
from app.foundation.errors import Conflict
from app.organisations import notices, policy, queries
from app.organisations.flow import ORGANISATION
from app.organisations.models import Asking, Organisation, OrganisationState, OtherName
from app.organisations.operations.applying import forget_wanted, take_wanted
from app.organisations.operations.finding import keep_findable
from app.organisations.operations.invitations import send


def verify(organisation: Organisation, *, reason: str, seen: int, actor: Reader) -> None:
    """The verified mark. `reason` says what it rests on, for the record."""
    with transaction():
        ORGANISATION.make("verify", organisation, seen=seen, actor=actor, reason=reason)
        if organisation.letter_has_ended:
            raise Conflict("letter_has_ended")
        take_wanted(organisation)
        organisation.verified_at = now()
        _decided(organisation, reason)
        notices.verified(organisation)
        for invitation in queries.open_invitations(organisation):
            if invitation.sent_at is None:
                send(invitation)


def decline(organisation: Organisation, *, reason: str, seen: int, actor: Reader) -> None:
    """Refuse an application. One that was never verified gives its name free for the true bearer.

    A change that is refused leaves what was verified before it, which stands again.
    """
    with transaction():
        changes, refused = organisation.asking == Asking.RENAME, organisation.wanted
        ORGANISATION.make("decline", organisation, seen=seen, actor=actor, reason=reason)
        forget_wanted(organisation)
        if organisation.verified_at is None:
            organisation.skeleton = f"#{organisation.id}"  # no name has this skeleton
            session.execute(delete(OtherName).where(OtherName.organisation_id == organisation.id))
        if changes and refused:
            _stand_again(organisation, refused["name"], reason, actor)
        else:
            notices.declined(organisation, reason)
        _decided(organisation, reason)


def _stand_again(organisation: Organisation, refused: str, reason: str, actor: Reader) -> None:
    ended = organisation.letter_has_ended
    organisation.state = OrganisationState.LAPSED if ended else OrganisationState.VERIFIED
    audit.record("organisation.put_back", organisation, actor=actor, before=refused, after=organisation.name)
    notices.change_declined(organisation, refused, reason)


def suspend(organisation: Organisation, *, reason: str, seen: int, actor: Reader) -> None:
    with transaction():
        ORGANISATION.make("suspend", organisation, seen=seen, actor=actor, reason=reason)
        _decided(organisation, reason)
        notices.suspended(organisation, reason)


def restore(organisation: Organisation, *, seen: int, actor: Reader) -> None:
    with transaction():
        ORGANISATION.make("restore", organisation, seen=seen, actor=actor)
        _decided(organisation, "")
        notices.restored(organisation)


def lapse(organisation: Organisation, *, seen: int, actor: Reader | policy.Clock) -> None:
    """Its authority letter has ended, and with it its right to speak."""
    with transaction():
        ORGANISATION.make("lapse", organisation, seen=seen, actor=actor)
        if not organisation.letter_has_ended:
            raise Conflict("letter_still_valid")
        _decided(organisation, "")
        notices.lapsed(organisation)


@jobs.daily
def lapse_overdue() -> int:
    """For the daily round: every verified organisation whose letter has ended."""
    with transaction():
        overdue = queries.overdue(now())
        for organisation in overdue:
            lapse(organisation, seen=organisation.revision, actor=policy.CLOCK)
    return len(overdue)


def _decided(organisation: Organisation, reason: str) -> None:
    organisation.decided_at, organisation.decided_why = now(), reason
    keep_findable(organisation)
