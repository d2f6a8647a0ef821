"""How a meeting is called: in words, in short, and where its days are not confirmed."""

from flask_babel import gettext as _
from markupsafe import Markup

from app.foundation.i18n import current_lang, day, month, said
from app.meetings.models import Body, Meeting
from app.vocabularies import queries as vocabularies


def title_of(meeting: Meeting) -> str:
    """The meeting in words: a title of its own, or "57th meeting of the Standing Committee"."""
    if meeting.titles:
        return said(meeting.titles).text
    body = said(meeting.body.names).text
    instrument = "" if meeting.body.instrument == "cms" else meeting.body.instrument_short
    number = ordinal(meeting.number, current_lang()) if meeting.number else ""
    return _sentence(number, body, instrument, named_so=meeting.body.is_meeting)


def _sentence(number: str, body: str, instrument: str, *, named_so: bool) -> str:
    """Whole sentences, one for each case. `named_so`: the body is called a meeting itself."""
    if not number:
        return str(_("Meeting of the body “%(body)s”", body=body))
    told = {"number": number, "body": body, "instrument": instrument}
    if named_so and instrument:
        # Translators: as in "9th Meeting of the Parties (AEWA)".
        return str(_("%(number)s %(body)s (%(instrument)s)", **told))
    if instrument:
        return str(_("%(number)s meeting of the %(body)s (%(instrument)s)", **told))
    # Translators: as in "57th meeting of the Standing Committee"; the body's name may stand first.
    return str(_("%(number)s meeting of the %(body)s", number=number, body=body))


def body_name(body: Body) -> str:
    """Standing Committee (CMS): bodies of several instruments bear the same name."""
    name = said(body.names).text
    return str(_("%(body)s (%(instrument)s)", body=name, instrument=body.instrument_short or "CMS"))


def ordinal(number: int, lang: str) -> str:
    """57th, 57e, 57.ª (of a meeting, which is feminine in French and Spanish); in Arabic the number."""
    if lang == "fr":
        return f"{number}re" if number == 1 else f"{number}e"
    if lang == "es":
        return f"{number}.ª"
    if lang != "en":
        return str(number)
    teen = 10 <= number % 100 <= 20
    return f"{number}{'th' if teen else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"


def short_of(meeting: Meeting) -> str:
    """As in symbols: StC45, COP15; with the instrument where it is not the Convention: AEWA MOP9."""
    body = meeting.body
    short = f"{body.short}{meeting.number or ''}"
    return short if body.instrument == "cms" else f"{body.instrument_short} {short}".strip()


def days_of(meeting: Meeting) -> Markup | str:
    """When it is: "from … to …", or as much as is confirmed."""
    if meeting.starts_on:
        first, last = day(meeting.starts_on), day(meeting.ends_on)
        if not meeting.ends_on or meeting.ends_on == meeting.starts_on:
            return first
        return Markup(_("%(first)s to %(last)s")) % {"first": first, "last": last}  # noqa: S704 ours
    if not meeting.around:
        return str(_("Days not known"))
    when = month(meeting.around) if meeting.month else str(meeting.around.year)
    return str(_("%(when)s, days not confirmed", when=when))


def place_of(meeting: Meeting) -> str:
    if meeting.online:
        return str(_("Online"))
    country = vocabularies.country_label(meeting.country, current_lang()) if meeting.country else ""
    if meeting.city and country:
        return str(_("%(city)s, %(country)s", city=meeting.city, country=country))
    return meeting.city or country or str(_("Place not known"))
