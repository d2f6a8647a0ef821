"""What the site's search finds of an organisation: its names while it is verified and not protected.

What it has published stands in rooms above. Each of them says here how it makes that anew, so that what is
shown and what is found change with its names and its protection, in one transaction.
"""

from collections.abc import Callable

from sqlalchemy import select

from app.foundation import search
from app.foundation.db import session
from app.organisations.models import Organisation, OrganisationState

KIND = "organisation"
Follow = Callable[[Organisation], None]
FOLLOWERS: list[Follow] = []


def follows(put_anew: Follow) -> Follow:
    """Mark the function of a room that makes anew what an organisation has published there."""
    FOLLOWERS.append(put_anew)
    return put_anew


def follow(organisation: Organisation) -> None:
    """To be called by whatever changes how the public is told whose its publications are."""
    for put_anew in FOLLOWERS:
        put_anew(organisation)


def keep_findable(organisation: Organisation) -> None:
    """To be called by whatever changes its state or its words: the index follows in the transaction."""
    search.drop(KIND, organisation.slug)
    if organisation.state != OrganisationState.VERIFIED or organisation.protected:
        return
    for lang, name in organisation.all_names.items():
        mission = organisation.mission if lang == organisation.name_lang else ""
        search.put(
            KIND,
            organisation.slug,
            lang,
            name,
            f"{organisation.acronym} {mission}",
            url_endpoint="organisations.show",
            url_values={"slug": organisation.slug},
        )


@search.source(KIND)
def find_all_again() -> None:
    """For a rebuild of the index."""
    for organisation in session.scalars(select(Organisation).order_by(Organisation.id)):
        keep_findable(organisation)
