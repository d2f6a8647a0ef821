"""Languages of the interface, their direction, and how times and names are said in them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any
from unicodedata import bidirectional
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_skeleton, get_datetime_format, get_timezone_location
from babel.lists import format_list
from flask import Flask, current_app, g, has_request_context, request
from flask_babel import Babel, get_translations, ngettext
from flask_babel import get_locale as babel_locale
from flask_babel import gettext as _
from markupsafe import Markup

from app.foundation.clock import now

LANGS = ("en", "fr", "es", "ar")
OWN_NAMES = {"en": "English", "fr": "Français", "es": "Español", "ar": "العربية"}
UNITED_NATIONS = {("en", "ar"): "الإنكليزية"}  # how they write the name of a language where CLDR does not
RIGHT_TO_LEFT = {"ar", "fa", "he", "ur"}


@dataclass(frozen=True)
class Said:
    """A text in the language it was found in. `fallback` says that another was asked for."""

    text: str
    lang: str
    fallback: bool = False

    @property
    def dir(self) -> str:
        return direction(self.lang)

    def __str__(self) -> str:
        return self.text


def direction(lang: str) -> str:
    return "rtl" if lang[:2] in RIGHT_TO_LEFT else "ltr"


def apart(code: object) -> str:
    """A number such as 2026-0042 among words: read from the right, its parts would change places."""
    return f"\u2066{code}\u2069" if direction(current_lang()) == "rtl" else str(code)


def isolated(value: Any) -> Any:
    """Text that runs against the words around it, between signs that keep it from mixing with them."""
    against = {"L", "EN"} if direction(current_lang()) == "rtl" else {"R", "AL", "AN"}
    if isinstance(value, str) and any(bidirectional(sign) in against for sign in value):
        return f"\u2068{value}\u2069"
    return value


def lang_of(lang: str) -> Markup:
    """For words in a language that may be another one than the page's: says which, where it is."""
    return _lang_beside(lang, current_lang())


@lru_cache(maxsize=512)
def _lang_beside(lang: str, here: str) -> Markup:
    return Markup(' lang="{}" dir="{}"').format(lang, direction(lang)) if lang != here else Markup("")


def said(texts: Mapping[str, str], lang: str | None = None, own: str = "") -> Said:
    """The text in the reader's language, else in its own, else in English, else in any it has.

    `texts` maps language codes to texts; `own` is the language it was received in.
    """
    wanted = lang or current_lang()
    for code in (wanted, own, "en", *texts):
        if texts.get(code):
            return Said(texts[code], code, fallback=code != wanted)
    return Said("", wanted)


def current_lang() -> str:
    """The interface language: of the address, else of a letter being rendered, else English."""
    try:  # what Flask-Babel found before: asked dozens of times a page, and thrice as quick as asking it
        return str(g._flask_babel.babel_locale.language)
    except (AttributeError, RuntimeError):
        locale = babel_locale()
        return str(locale.language) if locale else "en"


def _catalogue() -> Any:
    """The words of the current language, for templates. Flask-Babel would look for its context with each."""
    known: dict[str, Any] = current_app.extensions["catalogues"]
    lang = current_lang()
    if lang not in known:
        known[lang] = get_translations()
    return known[lang]


def _chosen() -> Locale:
    """For Flask-Babel: the language in the address; without one what the browser prefers."""
    if not has_request_context():
        return locale_of("en")
    return locale_of(g.get("lang") or request.accept_languages.best_match(LANGS) or "en")


@lru_cache(maxsize=64)
def locale_of(lang: str) -> Locale:
    return Locale.parse(lang)


def country_name(code: str, lang: str) -> str:
    """What the platform calls a country, everywhere; `create_app` says which room knows it."""
    name_of: Callable[[str, str], str] = current_app.extensions.get("country_name", cldr_country_name)
    return name_of(code, lang)


@lru_cache(maxsize=4096)
def cldr_country_name(code: str, lang: str) -> str:
    """The short name of a country by ISO 3166-1 alpha-2 code, where nobody has a better one."""
    return str(locale_of(lang).territories.get(code, code))


@lru_cache(maxsize=512)
def language_name(code: str, lang: str) -> str:
    return UNITED_NATIONS.get((code, lang)) or str(locale_of(lang).languages.get(code, code))


def languages_named(codes: Sequence[str]) -> str:
    """Languages as a sentence names them: English, French and Spanish."""
    lang = current_lang()
    return str(format_list([language_name(c, lang) for c in codes], locale=_locale_of_times(lang)))


def day(value: date | datetime | None, zone: str = "UTC") -> Markup:
    """`<time>` with a day in words: 14 September 2026.

    An instant falls on different days in different places: all days of a thing are told in one `zone`,
    that of its meeting.
    """
    if value is None:
        return Markup("")
    on = value.astimezone(ZoneInfo(zone)).date() if isinstance(value, datetime) else value
    return _day_told(on, current_lang())


@lru_cache(maxsize=4096)
def _day_told(on: date, lang: str) -> Markup:
    words = format_date(on, "long", locale=_locale_of_times(lang))
    return Markup('<time datetime="{}">{}</time>').format(on.isoformat(), words)


def day_told(iso: str) -> str:
    """A day out of a letter's snapshot, in plain words: 14 September 2026."""
    return str(format_date(date.fromisoformat(iso), "long", locale=_locale_of_times(current_lang())))


def month(on: date, *, short: bool = False) -> str:
    """A month and its year: September 2026, septiembre de 2026; short: Sept 2026."""
    skeleton = "yMMM" if short else "yMMMM"
    return str(format_skeleton(skeleton, on, locale=_locale_of_times(current_lang())))


@lru_cache(maxsize=8)
def _locale_of_times(lang: str) -> Locale:
    """Days before months also in English: the platform's readers are everywhere."""
    return Locale.parse("en_GB" if lang == "en" else lang)


def moment(value: datetime | None, zone: str = "UTC") -> Markup:
    """`<time>` with day, hour and zone, as it is in `zone` (an IANA name)."""
    if value is None:
        return Markup("")
    words = _day_and_hour(value.astimezone(ZoneInfo(zone)), _locale_of_times(current_lang()))
    return Markup('<time datetime="{}">{} <bdi>{}</bdi></time>').format(
        value.isoformat(timespec="minutes"), words, clock_of(value, zone)
    )


def clock_of(value: datetime, zone: str) -> str:
    """Whose clock a time is told by: Berlin (UTC+1)."""
    if zone == "UTC":
        return "UTC"
    return f"{city(zone, current_lang())} ({_offset(value.astimezone(ZoneInfo(zone)))})"


def same_clock(value: datetime, zone: str, other: str) -> bool:
    """Whether the clocks of both zones show the same at that moment, as those of Berlin and Paris do."""
    return value.astimezone(ZoneInfo(zone)).utcoffset() == value.astimezone(ZoneInfo(other)).utcoffset()


def _day_and_hour(local: datetime, locale: Locale) -> str:
    """Both as this language writes and joins them, on the clock of 24 hours in all of them."""
    joined = str(get_datetime_format("long", locale=locale))
    on, hour = format_date(local, "long", locale=locale), format_skeleton("Hm", local, locale=locale)
    return joined.replace("{1}", on).replace("{0}", hour)


@lru_cache(maxsize=1024)
def city(zone: str, lang: str) -> str:
    """The city a time zone is named after: Berlin, برلين."""
    return str(get_timezone_location(ZoneInfo(zone), locale=lang, return_city=True))


def _offset(local: datetime) -> str:
    """How far a clock is from UTC, as people write it: UTC+1, UTC+5:30."""
    minutes = int((local.utcoffset() or timedelta()).total_seconds() // 60)
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'-' if minutes < 0 else '+'}{hours}" + (f":{rest:02}" if rest else "")


def instant(iso: str, zone: str = "UTC") -> str:
    """The same in plain words, for letters, whose snapshots hold times as ISO text."""
    return str(moment(datetime.fromisoformat(iso), zone).striptags())


def in_words(seconds: float) -> str:
    """A length of time: minutes under an hour, hours under two days, then days."""
    minutes = max(0, int(seconds // 60))
    if minutes < 1:
        return str(_("less than a minute"))
    if minutes < 60:
        return str(ngettext("%(num)d minute", "%(num)d minutes", minutes))
    if minutes < 48 * 60:
        return str(ngettext("%(num)d hour", "%(num)d hours", minutes // 60))
    return str(ngettext("%(num)d day", "%(num)d days", minutes // (24 * 60)))


def age(since: datetime) -> str:
    return in_words((now() - since).total_seconds())


def left(until: datetime) -> str:
    return in_words((until - now()).total_seconds())


def seconds_left(until: datetime) -> float:
    """How long a deadline is still open, for pages that choose a tone; below zero once it is past."""
    return (until - now()).total_seconds()


def file_size(size: int) -> str:
    """What a file weighs, rounded up, so that nothing weighs nothing."""
    kilobytes = -(-size // 1024)
    return str(_("%(kilobytes)s kB", kilobytes=kilobytes))


def corner(at: datetime, zone: str = "UTC") -> tuple[str, str]:
    """A day as a calendar's leaf shows it: ("7", "Dec 2026")."""
    local = at.astimezone(ZoneInfo(zone))
    return str(local.day), month(local, short=True)


def init_app(app: Flask, country_of: Callable[[str, str], str] = cldr_country_name) -> None:
    """`country_of` names a country by its code, in a language: the ground itself knows CLDR only."""
    app.extensions["country_name"] = country_of
    Babel(app, locale_selector=_chosen)
    app.extensions["catalogues"] = {}
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        gettext=lambda text: _catalogue().gettext(text),
        ngettext=lambda one, many, count: _catalogue().ngettext(one, many, count),
        pgettext=lambda context, text: _catalogue().pgettext(context, text),
        npgettext=lambda context, one, many, count: _catalogue().npgettext(context, one, many, count),
        newstyle=True,
    )
    app.jinja_env.filters.update(day=day, moment=moment, age=age, left=left, said=said, dir=direction)
    app.jinja_env.filters.update(apart=apart, isolated=isolated, same_clock=same_clock, clock_of=clock_of)
    app.jinja_env.filters.update(seconds_left=seconds_left, corner=corner, instant=instant, day_told=day_told)
    app.jinja_env.filters.update(file_size=file_size)
    names: dict[str, Any] = {
        "country_name": country_name,
        "language_name": language_name,
        "languages_named": languages_named,
    }
    app.jinja_env.globals.update(names, LANGS=LANGS, OWN_NAMES=OWN_NAMES, lang_of=lang_of)
