"""How organisations and meetings are called where the register names them: in its filters and its lines."""

from collections.abc import Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.foundation import pages
from app.foundation.db import session
from app.foundation.i18n import current_lang, said
from app.meetings import queries as meetings
from app.meetings.models import Meeting
from app.organisations.models import Organisation


def organisations_named(slugs: Sequence[str]) -> dict[str, str]:
    """Each as the lines of the register call it, in the reader's language where it has such a name."""
    named = select(Organisation.slug, Organisation.name, Organisation.name_lang, Organisation.names)
    rows = session.execute(named.where(Organisation.slug.in_(slugs), Organisation.protected.is_(False)))
    return {row.slug: said({**row.names, row.name_lang: row.name}, own=row.name_lang).text for row in rows}


def meeting_titles(keys: Iterable[str]) -> dict[str, str]:
    """Meetings in words, for lists that name few of them many times; one that is unknown by its key."""
    every = sorted(set(keys))
    return dict(zip(every, pages.parts(f"meeting {current_lang()}", every, _titles_of), strict=True))


def _titles_of(keys: list[str]) -> dict[str, str]:
    named = select(Meeting).where(Meeting.key.in_(keys)).options(joinedload(Meeting.body))
    found = {one.key: meetings.title_of(one) for one in session.scalars(named)}
    return {key: found.get(key, key) for key in keys}
