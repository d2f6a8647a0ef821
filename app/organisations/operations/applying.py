"""An organisation on its owner's side: applying, renaming, renewing, telling about itself."""

from dataclasses import asdict, dataclass, fields
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
        _want(organisation, identity)
        _take_authority(organisation, authority, actor)
        _ask(organisation, Asking.AGAIN, actor)
        notices.applied(organisation)


def rename(organisation: Organisation, identity: Identity, *, seen: int, actor: Reader) -> None:
    """Change what is verified: its name, names, acronym, kind, country, website or class."""
    with transaction():
        waits, before = organisation.state == OrganisationState.APPLIED, organisation.name
        ORGANISATION.make("rename", organisation, seen=seen, actor=actor)
        _want(organisation, identity)
        audit.record("organisation.name", organisation, actor=actor, before=before, after=identity.name)
        notices.renamed(organisation, before, identity.name)
        if not waits:
            _ask(organisation, Asking.RENAME, actor)
            notices.applied(organisation)


def _want(organisation: Organisation, identity: Identity) -> None:
    """What was verified once stands until the change is verified too.

    Else who renames an organisation would show what it published under any name, at once.
    """
    if organisation.verified_at is None:
        _take_identity(organisation, identity)
    else:
        _check_names(organisation, identity)
        organisation.wanted = asdict(identity)
    _keep_other_names(organisation)


def take_wanted(organisation: Organisation) -> None:
    """The change is verified: from now on the organisation is called so."""
    if organisation.wanted is None:
        return
    before, wanted = organisation.name, identity_from(organisation.wanted)
    _take_identity(organisation, wanted)
    if before != wanted.name:
        organisation.former_name = before
    forget_wanted(organisation)
    follow(organisation)


def forget_wanted(organisation: Organisation) -> None:
    """The names of a change that waits no longer are free for others."""
    organisation.wanted = None
    _keep_other_names(organisation)


def identity_of(organisation: Organisation) -> Identity:
    """What is verified of it, or was asked for when it never was."""
    return Identity(**{field.name: getattr(organisation, field.name) for field in fields(Identity)})


def identity_from(kept: dict[str, Any]) -> Identity:
    words = {"kind": Kind(kept["kind"]), "observer_class": ObserverClass(kept["observer_class"])}
    return Identity(**{**kept, **words})


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


def _check_names(organisation: Organisation, identity: Identity) -> None:
    """A name that looks like another organisation's, in whatever language, is refused.

    One that looks like a protected organisation's is taken as any other, so that nobody learns of it. The
    moderators are shown the likeness; the skeleton stays with who had it first.
    """
    skeletons = {skeleton_of(name) for name in (identity.name, *identity.names.values())}
    if "" in skeletons:
        raise Invalid("name_unreadable")
    if queries.name_is_taken(skeletons, besides=organisation.id):
        raise Invalid("name_taken")


def _take_identity(organisation: Organisation, identity: Identity) -> None:
    _check_names(organisation, identity)
    organisation.skeleton = _free_skeleton(organisation, identity.name)
    _take(organisation, identity)


def _free_skeleton(organisation: Organisation, name: str) -> str:
    bare = skeleton_of(name)
    taken = queries.held({bare}, besides=organisation.id)
    return f"#{token_hex(8)}" if taken else bare  # no name has such a skeleton


def _keep_other_names(organisation: Organisation) -> None:
    """Hold its names in other languages, and those it asks for: nobody else gets them meanwhile."""
    session.flush()
    skeletons = queries.skeletons_of(organisation) - {organisation.skeleton}
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
