"""Documents: one by its number, those before a meeting, and what each led to."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, and_, false, or_, select
from sqlalchemy.orm import joinedload, selectinload

from app.accounts.models import Reader
from app.accounts.readers import Role
from app.foundation.db import session
from app.foundation.errors import NotFound
from app.foundation.i18n import said
from app.meetings import policy
from app.meetings.models import (
    Body,
    Document,
    DocumentFile,
    DocumentLink,
    DocumentParty,
    DocumentState,
    Meeting,
    Step,
)
from app.organisations import queries as organisations
from app.organisations.models import Membership, Organisation
from app.organisations.policy import PUBLIC


def get_document(number: str, *, reader: Reader) -> Document:
    with_all = (
        joinedload(Document.meeting).joinedload(Meeting.body),
        selectinload(Document.items),
        selectinload(Document.steps),
        selectinload(Document.files).joinedload(DocumentFile.file),
        selectinload(Document.parties)
        .joinedload(DocumentParty.organisation)
        .selectinload(Organisation.members),
    )
    document = session.scalar(select(Document).options(*with_all).where(Document.number == number))
    if document is None or not policy.may_read(reader, document):
        raise NotFound("not_found")
    return document


def get_file(document: Document, key: str) -> DocumentFile:
    for kept in document.files:
        if kept.file.key == key:
            return kept
    raise NotFound("not_found")


def visible_to(reader: Reader) -> Select[Document]:
    """The list-shaped twin of policy.may_read; a test holds the two together."""
    documents = select(Document)
    if reader.is_moderator or reader.has(Role.TRANSLATOR):
        return documents
    return documents.where(or_(Document.is_public, _theirs(reader), _issued_to(reader)))


def _theirs(reader: Reader) -> Any:
    if reader.id is None:
        return false()
    mine = select(Membership.organisation_id).where(Membership.user_id == reader.id)
    concerned = select(DocumentParty.document_id).where(
        or_(DocumentParty.organisation_id.in_(mine), DocumentParty.user_id == reader.id)
    )
    return Document.id.in_(concerned)


def _issued_to(reader: Reader) -> Any:
    keys = [reach.removeprefix("body:") for reach in reader.reach_of(Role.DELEGATE)]
    bodies = select(Meeting.id).join(Meeting.body).where(Body.key.in_(keys))
    return Document.meeting_id.in_(bodies) & Document.state.not_in(policy.BEFORE_ISSUE)


def documents_of(meeting: Meeting, *, reader: Reader) -> Sequence[Document]:
    """What is before a meeting, with the agenda items it stands under and whom it concerns."""
    those = visible_to(reader).where(Document.meeting_id == meeting.id)
    shown = (
        selectinload(Document.items),
        selectinload(Document.parties).joinedload(DocumentParty.organisation),
    )
    return session.scalars(those.options(*shown).order_by(Document.symbol, Document.id)).all()


def of_the_record(stem: str, *, reader: Reader) -> Sequence[Document]:
    """Documents of before this platform whose reference in the record begins so, with their authors."""
    those = visible_to(reader).where(
        Document.origin_kind == "history", Document.origin_number.startswith(stem, autoescape=True)
    )
    shown = selectinload(Document.parties).joinedload(DocumentParty.organisation)
    return session.scalars(those.options(shown).order_by(Document.origin_number)).all()


def links_of(document: Document, *, reader: Reader) -> list[tuple[str, Document, bool]]:
    """(kind, the other document, whether it came after this one), where the reader may read it."""
    touching = or_(DocumentLink.from_id == document.id, DocumentLink.to_id == document.id)
    found = session.execute(
        select(DocumentLink.from_id, DocumentLink.to_id, DocumentLink.kind).where(touching)
    )
    links = [(kind, b if a == document.id else a, a == document.id) for a, b, kind in found]
    ids = {other for _, other, _ in links}
    wanted = visible_to(reader).where(Document.id.in_(ids))
    wanted = wanted.options(joinedload(Document.meeting).joinedload(Meeting.body))
    others = {other.id: other for other in session.scalars(wanted)} if ids else {}
    return [(kind, others[other], after) for kind, other, after in sorted(links) if other in others]


def authors_of(document: Document) -> list[tuple[str, str]]:
    """Whom the page may name: (name, slug of its profile or ""); the protected by kind and region.

    A document made public while its organisation was protected never names it: its party is not public.
    """
    return [_author(party) for party in document.parties if party.is_public or party.organisation]


def _author(party: DocumentParty) -> tuple[str, str]:
    organisation = party.organisation
    if organisation is None:
        return party.name, ""
    if organisation.protected or not party.is_public:
        return organisations.kind_and_region(organisation.kind, organisation.country), ""
    slug = organisation.slug if organisation.state in PUBLIC else ""
    return said(organisation.all_names, own=organisation.name_lang).text, slug


def lately_considered(most: int) -> Sequence[Document]:
    """Public documents with an outcome, the latest outcome first."""
    done = and_(Step.document_id == Document.id, Step.name == DocumentState.CONSIDERED)
    found = (
        select(Document)
        .join(Step, done)
        .where(Document.is_public, Document.outcome.is_not(None))
        .options(joinedload(Document.meeting).joinedload(Meeting.body))
        .order_by(Step.done_on.desc(), Document.id.desc())
        .limit(most)
    )
    return session.scalars(found).all()
