"""Arabic says one, two, few, many and hundreds in words of their own: each number takes the right one."""

from io import BytesIO

import pytest
from babel.messages.mofile import write_mo
from babel.support import Translations

from tests import catalogues

DAYS = {
    0: "أقل من يوم",
    1: "يوم واحد",
    2: "يومان",
    3: "3 أيام",
    10: "10 أيام",
    11: "11 يوماً",
    99: "99 يوماً",
    100: "100 يوم",
    102: "102 يوم",
    103: "103 أيام",
    111: "111 يوماً",
}


@pytest.fixture(scope="module")
def arabic() -> Translations:
    """The catalogue as the platform would load it, compiled in memory."""
    compiled = BytesIO()
    write_mo(compiled, catalogues.catalogue("ar"))
    compiled.seek(0)
    return Translations(compiled)


@pytest.mark.parametrize("days", DAYS)
def test_arabic_counts_days(arabic, days):
    said = arabic.ungettext("%(num)d day", "%(num)d days", days)
    assert said % {"num": days} == DAYS[days]


def test_every_counted_sentence_has_its_six_forms():
    counted = [m for m in catalogues.catalogue("ar") if isinstance(m.id, tuple)]
    assert counted
    assert [m.id for m in counted if len(m.string) != 6 or not all(m.string)] == []
