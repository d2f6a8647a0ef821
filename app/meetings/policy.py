"""Who may do what with meetings and documents."""

from app.accounts.models import Reader
from app.accounts.readers import Role
from app.foundation.rules import any_of
from app.meetings.models import Document, DocumentState, Meeting

BEFORE_ISSUE = frozenset(
    {DocumentState.RECEIVED, DocumentState.CHECKED, DocumentState.TRANSLATED, DocumentState.CLOSED}
)


def keeps_meetings(actor: Reader, meeting: Meeting | None = None) -> bool:
    """Moderators keep meetings, agendas and deadlines."""
    return actor.is_moderator


def is_moderator(actor: Reader, document: Document) -> bool:
    return actor.is_moderator


def is_translator(actor: Reader, document: Document) -> bool:
    return actor.has(Role.TRANSLATOR)


def is_delegate(actor: Reader, document: Document) -> bool:
    """A delegate to the body that the document is before."""
    return actor.has(Role.DELEGATE, f"body:{document.meeting.body.key}")


def is_public(actor: Reader, document: Document) -> bool:
    return document.is_public


def is_named(actor: Reader, document: Document) -> bool:
    """A person whom the document concerns in their own name."""
    return actor.id is not None and any(party.user_id == actor.id for party in document.parties)


def is_party(actor: Reader, document: Document) -> bool:
    """A member of an organisation that the document concerns."""
    return any(
        membership.user_id == actor.id
        for party in document.parties
        if party.organisation
        for membership in party.organisation.members
    )


def was_issued_to(actor: Reader, document: Document) -> bool:
    return document.state not in BEFORE_ISSUE and is_delegate(actor, document)


is_concerned = any_of(is_named, is_party)


def decides(actor: Reader, document: Document) -> bool:
    """Moderators, but not on a document of their own or of their organisation."""
    return actor.is_moderator and not is_concerned(actor, document)


def why_not(actor: Reader, document: Document) -> str:
    """The key of the sentence for a person who may not: a colleague has to, or it is for others."""
    return "own_organisation" if actor.is_moderator and is_concerned(actor, document) else "not_allowed"


translates = any_of(decides, is_translator)
records_outcomes = any_of(decides, is_delegate)
may_read = any_of(is_public, is_moderator, is_translator, is_concerned, was_issued_to)
brings_files = any_of(decides, is_translator)
