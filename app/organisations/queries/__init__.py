"""Every way to read organisations, their people and their invitations. This list is what others may ask."""

from app.organisations.queries.applications import free_slug, name_is_taken, pending_count, stood_before
from app.organisations.queries.invitations import (
    digest_of,
    get_invitation,
    get_invitation_of,
    invitation_count,
    invitations_for,
    invited_today,
    open_invitations,
)
from app.organisations.queries.organisations import (
    get_from_inside,
    get_member,
    get_organisation,
    kind_and_region,
    lock,
    organisations_of,
    overdue,
    people_of,
    register,
    registered_countries,
    visible_to,
)
from app.organisations.queries.waiting import waiting, waiting_count, waiting_for

__all__ = [
    "digest_of",
    "free_slug",
    "get_from_inside",
    "get_invitation",
    "get_invitation_of",
    "get_member",
    "get_organisation",
    "invitation_count",
    "invitations_for",
    "invited_today",
    "kind_and_region",
    "lock",
    "name_is_taken",
    "open_invitations",
    "organisations_of",
    "overdue",
    "pending_count",
    "people_of",
    "register",
    "registered_countries",
    "stood_before",
    "visible_to",
    "waiting",
    "waiting_count",
    "waiting_for",
]
