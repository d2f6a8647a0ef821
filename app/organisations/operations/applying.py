"""An organisation on its owner's side: applying, renaming, renewing, telling about itself."""

from dataclasses import dataclass, fields
from datetime import date
from secrets import token_hex
from typing import Any

from sqlalchemy import delete

from app.accounts.models import Reader, User
from app.foundation import audit, files
from app.foundation.clock import now
from app.foundation.db import check_seen, hold, session, transaction
from app.foundation.errors import Conflict, Invalid
from app.foundation.lookalikes import skeleton_of
from app.organisations import notices, policy, queries
from app.organisations.flow import ORGANISATION
from app.organisations.models import (
    Asking,
    Kind,
    Membership,
    ObserverClass,
    Organisation,
    OrganisationState,
    OtherName,
    Seat,
)
from app.organisations.operations.finding import follow, keep_findable

PENDING_LIMIT = 3  # applications of one person that wait for a decision


@dataclass(frozen=True)
class Identity:
    """What the Secretariat verifies. A change of it is verified again."""

    name: str
    name_lang: str
    names: dict[str, str]
    acronym: str
    kind: Kind
    country: str
    website: str
    observer_class: ObserverClass


@dataclass(frozen=True)
class Profile:
    """What an organisation tells about itself, and may change at any time."""

    founded: int | None
    mission: str
    instruments: list[str]
    working_languages: list[str]


@dataclass(frozen=True)
class Authority:
    """The letter that says these people may speak for the organisation."""

    letter: files.Upload
    signatory: str
    valid_until: date


def apply(
    identity: Identity, profile: Profile, authority: Authority, *, protected: bool = False, actor: Reader
) -> Organisation:
    """Ask for an organisation to be verified. Who asks becomes its owner."""
    with transaction():
        _check_may_apply(actor)
        slug = queries.silent_slug() if protected else queries.free_slug(identity.name)
        organisation = Organisation(slug=slug, protected=protected)
        _take_identity(organisation, identity)
        _take(organisation, profile)
        _take_authority(organisation, authority, actor)
        _ask(organisation, Asking.REGISTRATION, actor)
        organisation.members.append(Membership(user_id=actor.id, seat=Seat.OWNER))
        session.add(organisation)
        _keep_other_names(organisation)
        audit.record("organisation.apply", organisation, actor=actor, name=identity.name)
        notices.applied(organisation)
    return organisation


def apply_again(
    organisation: Organisation,
    identity: Identity,
    authority: Authority,
    *,
    seen: int,
    actor: Reader,
) -> None:
    """After a refusal, with what was missing put right."""
    with transaction():
        _check_may_apply(actor)
        ORGANISATION.make("apply_again", organisation, seen=seen, actor=actor)
        _take_identity(organisation, identity)
        _take_authority(organisation, authority, actor)
        _keep_other_names(organisation)
        _ask(organisation, Asking.AGAIN, actor)
        notices.applied(organisation)


def rename(organisation: Organisation, identity: Identity, *, seen: int, actor: Reader) -> None:
    """Change what was verified: its name, names, acronym, kind, country, website or class."""
    with transaction():
        before, was_applied = organisation.name, organisation.state == OrganisationState.APPLIED
        stood = identity_of(organisation)
        ORGANISATION.make("rename", organisation, seen=seen, actor=actor)
        _take_identity(organisation, identity)
        _keep_other_names(organisation)
        follow(organisation)
        audit.record("organisation.name", organisation, actor=actor, before=before, after=identity.name)
        notices.renamed(organisation, before)
        if not was_applied:
            audit.record("organisation.ask_change", organisation, actor=actor, stood=stood)
            if before != identity.name:
                organisation.former_name = before
            _ask(organisation, Asking.RENAME, actor)
            notices.applied(organisation)


def identity_of(organisation: Organisation) -> dict[str, Any]:
    """What is verified of it, in plain words: for the record, and to be put back."""
    kept = {field.name: getattr(organisation, field.name) for field in fields(Identity)}
    return {**kept, "former_name": organisation.former_name}


def put_back(organisation: Organisation, stood: dict[str, Any]) -> None:
    """The facts as they were verified, in place of a change that is declined."""
    names = (stood["name"], *stood["names"].values())
    if queries.name_is_taken({skeleton_of(name) for name in names}, besides=organisation.id):
        raise Conflict("former_name_taken")
    for name, value in stood.items():
        setattr(organisation, name, value)
    organisation.kind = Kind(stood["kind"])
    organisation.observer_class = ObserverClass(stood["observer_class"])
    organisation.skeleton = _free_skeleton(organisation, organisation.name)
    _keep_other_names(organisation)
    follow(organisation)


def renew(organisation: Organisation, authority: Authority, *, seen: int, actor: Reader) -> None:
    """Hand in a new authority letter; until it is verified the organisation may not speak."""
    with transaction():
        ORGANISATION.make("renew", organisation, seen=seen, actor=actor)
        _take_authority(organisation, authority, actor)
        _ask(organisation, Asking.RENEWAL, actor)
        notices.applied(organisation)


def edit(organisation: Organisation, profile: Profile, *, seen: int, actor: Reader) -> None:
    with transaction():
        policy.check_owner(actor, organisation)
        check_seen(organisation, seen)
        _take(organisation, profile)
        keep_findable(organisation)
        audit.record("organisation.edit", organisation, actor=actor)


def _check_may_apply(actor: Reader) -> None:
    policy.check_confirmed(actor)
    hold(session.get_one(User, actor.id), alone=True)  # one application of theirs at a time
    if queries.pending_count(actor) >= PENDING_LIMIT:
        raise Conflict("too_many_applications", limit=PENDING_LIMIT)


def _take_identity(organisation: Organisation, identity: Identity) -> None:
    """A name that looks like another organisation's, in whatever language, is refused.

    One that looks like a protected organisation's is taken as any other, so that nobody learns of it. The
    moderators are shown the likeness; the skeleton stays with who had it first.
    """
    skeletons = {skeleton_of(name) for name in (identity.name, *identity.names.values())}
    if "" in skeletons:
        raise Invalid("name_unreadable")
    if queries.name_is_taken(skeletons, besides=organisation.id):
        raise Invalid("name_taken")
    organisation.skeleton = _free_skeleton(organisation, identity.name)
    _take(organisation, identity)


def _free_skeleton(organisation: Organisation, name: str) -> str:
    bare = skeleton_of(name)
    taken = queries.held({bare}, besides=organisation.id)
    return f"#{token_hex(8)}" if taken else bare  # no name has such a skeleton


def _keep_other_names(organisation: Organisation) -> None:
    session.flush()
    skeletons = {skeleton_of(name) for name in organisation.names.values()} - {organisation.skeleton}
    session.execute(delete(OtherName).where(OtherName.organisation_id == organisation.id))
    skeletons -= queries.held(skeletons, besides=organisation.id)
    session.add_all(OtherName(skeleton=bare, organisation_id=organisation.id) for bare in skeletons)


def _take(organisation: Organisation, facts: Identity | Profile) -> None:
    for name, value in vars(facts).items():
        setattr(organisation, name, value)


def _take_authority(organisation: Organisation, authority: Authority, actor: Reader) -> None:
    organisation.letter = files.keep(authority.letter, actor=actor)
    organisation.letter_signatory = authority.signatory
    organisation.letter_valid_until = authority.valid_until


def _ask(organisation: Organisation, asking: Asking, actor: Reader) -> None:
    organisation.asking, organisation.applied_at, organisation.applied_by_id = asking, now(), actor.id
    keep_findable(organisation)
