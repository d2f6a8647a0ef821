"""Times and countries, said as each language says them."""

from datetime import UTC, date, datetime, timedelta

import pytest
from flask_babel import force_locale

from app.foundation import i18n
from app.foundation.clock import at
from app.foundation.i18n import LANGS

EVENING = datetime(2026, 11, 24, 19, 30, tzinfo=UTC)
MOMENTS = {
    "en": "24 November 2026, 19:30",
    "fr": "24 novembre 2026, 19:30",
    "es": "24 de noviembre de 2026, 19:30",
    "ar": "24 نوفمبر 2026، 19:30",
}
MONTHS = {"en": "November 2026", "fr": "novembre 2026", "es": "noviembre de 2026", "ar": "نوفمبر 2026"}


@pytest.mark.parametrize("lang", LANGS)
def test_a_moment_is_written_as_its_language_writes_it(app, lang):
    with app.app_context(), force_locale(lang):
        assert i18n.moment(EVENING).striptags() == f"{MOMENTS[lang]} UTC"
        assert f'<time datetime="2026-11-24T19:30+00:00">{MOMENTS[lang]} ' in i18n.moment(EVENING)
        assert i18n.instant("2026-11-24T19:30:00+00:00") == f"{MOMENTS[lang]} UTC"


@pytest.mark.parametrize("lang", LANGS)
def test_a_day_is_the_same_words_without_the_hour(app, lang):
    words = MOMENTS[lang].removesuffix("19:30").rstrip(",، ")
    with app.app_context(), force_locale(lang):
        assert i18n.day(EVENING).striptags() == words
        assert i18n.day_told("2026-11-24") == words


def test_the_day_of_an_instant_is_that_of_the_place_asked_for(app):
    late = datetime(2026, 11, 24, 23, 0, 11, tzinfo=UTC)
    with app.app_context(), force_locale("en"):
        assert i18n.day(late).striptags() == "24 November 2026"
        assert i18n.day(late, "Europe/Berlin").striptags() == "25 November 2026"
        assert i18n.day(late.date(), "Europe/Berlin").striptags() == "24 November 2026"


@pytest.mark.parametrize("lang", LANGS)
def test_the_clock_has_24_hours_in_every_language(app, lang):
    with app.app_context(), force_locale(lang):
        assert i18n.moment(EVENING - timedelta(hours=10)).striptags().endswith("9:30 UTC")


@pytest.mark.parametrize("lang", LANGS)
def test_a_month_stands_with_its_year(app, lang):
    with app.app_context(), force_locale(lang):
        assert i18n.month(date(2026, 11, 1)) == MONTHS[lang]
        assert i18n.corner(EVENING)[0] == "24"


def test_a_moment_elsewhere_names_the_city_and_how_far_its_clock_is_from_utc(app):
    with app.app_context(), force_locale("es"):
        told = i18n.moment(EVENING, "America/Lima").striptags()
    assert told == "24 de noviembre de 2026, 14:30 Lima (UTC-5)"


@pytest.mark.parametrize(
    ("after", "words"),
    [
        (timedelta(seconds=20), "less than a minute"),
        (timedelta(minutes=1), "1 minute"),
        (timedelta(minutes=59), "59 minutes"),
        (timedelta(hours=47), "47 hours"),
        (timedelta(hours=48), "2 days"),
    ],
)
def test_a_length_of_time_is_said_in_the_largest_unit_that_still_tells(app, after, words):
    with app.app_context(), force_locale("en"), at(EVENING):
        assert i18n.age(EVENING - after) == i18n.left(EVENING + after) == words


def test_what_is_past_has_nothing_left(app):
    with app.app_context(), force_locale("en"), at(EVENING):
        assert i18n.left(EVENING - timedelta(days=3)) == "less than a minute"


@pytest.mark.parametrize(
    ("size", "words"), [(1, "1 ko"), (1024, "1 ko"), (1025, "2 ko"), (3_000_000, "2930 ko")]
)
def test_a_file_weighs_kilobytes_rounded_up(app, size, words):
    with app.app_context(), force_locale("fr"):
        assert i18n.file_size(size) == words


@pytest.mark.parametrize(("lang", "said"), [("en", "2026-0042"), ("ar", "\u20662026-0042\u2069")])
def test_a_number_keeps_its_order_among_words_read_from_the_right(app, lang, said):
    with app.app_context(), force_locale(lang):
        assert i18n.apart("2026-0042") == said
