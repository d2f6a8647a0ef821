"""What is loaded, where it is from, and how it is found."""

import pytest
from sqlalchemy import func, select

from app.foundation.db import session, transaction
from app.foundation.i18n import LANGS
from app.vocabularies import operations, queries
from app.vocabularies.library.files import table
from app.vocabularies.models import Term
from app.vocabularies.views.words import SETS
from tests.factories import last_line, lines
from tests.vocabularies.conftest import DATA


def terms(kind, **facts):
    found = session.scalars(select(Term).where(Term.kind == kind)).all()
    return [t for t in found if all(t.facts.get(name) == value for name, value in facts.items())]


def test_everything_of_the_reference_arrives(loaded):
    assert len(terms("country", status="party")) == 133
    assert len(terms("instrument", type="convention")) == 1
    assert len(terms("instrument", type="agreement")) == 7
    assert len(terms("instrument", type="mou")) == 19
    assert len(terms("instrument", type="initiative")) == 9
    assert len(terms("species")) == 641
    assert len(terms("target", plan="spms-2015-2023")) == 16
    assert len(terms("target", plan="sspms-2024-2032")) == 22
    assert len(terms("target", plan="kmgbf")) == 19


def test_a_country_may_be_any_of_iso_3166_and_the_union_that_is_a_party(loaded):
    assert len(terms("country")) == 249 + 1
    assert queries.country("EU").facts["status"] == "party"
    assert queries.country("VE").facts["status"] == "not-listed"
    assert queries.country("XX") is None


def test_every_set_says_where_it_is_from_what_day_it_speaks_of_and_how_it_may_be_used(loaded):
    sets = queries.datasets()

    assert [known.key for known in sets] == list(SETS)
    for known in sets:
        assert known.source
        assert known.terms
        assert len(known.as_of) == 10
        assert len(known.digest) == 64
        assert known.term_count > 0


def test_a_second_load_changes_nothing(loaded):
    newest, told = session.scalar(select(func.max(Term.id))), len(lines())

    assert operations.load(DATA) == []
    assert session.scalar(select(func.max(Term.id))) == newest
    assert len(lines()) == told


def test_a_load_is_on_the_audit_trail_once_for_each_set(loaded):
    assert [line.action for line in lines()] == ["vocabulary.load"] * 6
    assert last_line().detail["count"] == len(terms("decision"))


def test_what_no_source_was_seen_for_is_not_verified(loaded):
    doubts = {known.key: queries.doubts().get(known.id, queries.Doubts()) for known in queries.datasets()}

    assert doubts["instruments"] == (19, 19)  # dates of Memoranda of Understanding, and two initiatives
    assert doubts["species"] == (59, 51)
    assert doubts["themes"] == (0, 0)  # a list of our own
    assert {term.key for term in terms("instrument") if not term.unverified} >= {"siberian-crane", "aewa"}
    assert all(term.unverified for term in terms("target", wording="own"))
    assert not any(term.unverified for term in terms("target", wording="official"))


def test_a_wording_that_is_not_held_is_not_made_up_and_never_offered(loaded):
    missing = {"sspms-2024-2032:3.4", "sspms-2024-2032:3.5", "sspms-2024-2032:4.2", "sspms-2024-2032:4.3"}

    assert {term.key for term in terms("target", wording="missing")} == missing
    assert not any(term.names or "summary" in term.facts for term in terms("target", wording="missing"))
    assert missing.isdisjoint(choice.key for choice in queries.targets("en"))
    assert "kmgbf:4" in {choice.key for choice in queries.targets("en")}


def test_a_status_of_a_decision_is_one_of_three_or_none(loaded):
    by_key = {term.key: term.facts.get("status") for term in terms("decision")}

    assert by_key["Resolution 10.21"] == "repealed"
    assert by_key["Resolution 11.10"] == "amended"
    assert by_key["Resolution 11.11"] is None  # no source says that it was repealed


@pytest.mark.parametrize("lang", LANGS)
def test_every_theme_has_a_name_in_every_language(loaded, lang):
    assert {choice.lang for choice in queries.themes(lang)} == {lang}


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ("green turt", "chelonia-mydas"),
        ("tortue VERTE", "chelonia-mydas"),
        ("tortuga verde", "chelonia-mydas"),
        ("CHELONIA m", "chelonia-mydas"),
        ("flamant rose", "phoenicopterus-roseus"),
        ("combattant varie", "calidris-pugnax"),
        ("anguille d’europe", "anguilla-anguilla"),
        ("tailed godwit", "limosa-limosa"),
        ("aquila clanga", "clanga-clanga"),
        ("esturion siberiano", "acipenser-baerii"),
    ],
)
@pytest.mark.parametrize("lang", ["en", "ar"])
def test_a_species_is_found_by_any_of_its_names_whatever_the_page_speaks(loaded, words, key, lang):
    assert key in [choice.key for choice in queries.species_matching(words, lang)]


def test_what_is_called_exactly_so_comes_first(loaded):
    assert queries.species_matching("beluga", "fr")[0].key in {"huso-huso", "delphinapterus-leucas"}
    assert queries.species_matching("anas acuta", "en")[0].key == "anas-acuta"
    assert queries.species_matching("sterlet", "en")[0].key == "acipenser-ruthenus"


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("Cote", "CI"),
        ("Cote d'Ivoire", "CI"),
        ("Côte d’Ivoire", "CI"),
        ("Ivory", "CI"),
        ("Turkey", "TR"),
        ("Turkiye", "TR"),
        ("USA", "US"),
        ("Maroc", "MA"),
        ("Kenia", "KE"),
        ("كينيا", "KE"),
        ("الولايات المتحدة", "US"),
        ("tanzan", "TZ"),
        ("Curacao", "CW"),
        ("ke", "KE"),
    ],
)
@pytest.mark.parametrize("lang", LANGS)
def test_a_country_is_found_by_any_of_its_names_whatever_the_page_speaks(loaded, words, code, lang):
    assert code in [choice.key for choice in queries.countries_matching(words, lang)]


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("cote d'ivoire", "CI"),
        ("Ivory Coast", "CI"),
        ("U.S.A.", "US"),
        ("Kenia", "KE"),
        ("المغرب", "MA"),
        ("Republic of Korea", "KR"),
        ("Congo", "CG"),
        ("Niger", "NE"),
        ("ke", "KE"),
        ("Kenja", ""),
        ("Ken", ""),
        ("", ""),
        ("|", ""),
    ],
)
def test_the_whole_name_of_a_country_leads_to_its_code(loaded, typed, code):
    assert queries.code_called(typed) == code


def test_a_name_of_a_country_leads_nowhere_else(loaded):
    assert [code for code in queries._codes_by_name().values() if not code] == []


@pytest.mark.parametrize("words", ["", "  ", "%", "_", "|", "\\", "' OR 1=1 --", "x" * 80, "\x00"])
def test_nothing_is_found_by_nothing(loaded, words):
    assert queries.species_matching(words, "en") == []


def test_no_more_are_found_than_were_asked_for(loaded):
    assert len(queries.species_matching("a", "en")) == 10
    assert len(queries.species_matching("a", "en", limit=3)) == 3


def test_a_species_has_a_latin_name_beside_its_own_or_only_that(loaded):
    known = queries.species(["chelonia-mydas", "pseudoscaphirhynchus-hermanni"], "fr")

    assert known["chelonia-mydas"][1:4] == ("Tortue verte", "fr", "Chelonia mydas")
    assert known["pseudoscaphirhynchus-hermanni"].lang == "en"


def test_countries_are_called_as_cms_calls_them_in_the_readers_language(loaded):
    def named(code, lang):
        return queries.labels("country", [code], lang)[code].label

    assert named("DE", "fr") == "Allemagne"
    assert named("DE", "ar") == "ألمانيا"
    assert named("CD", "en") == "Democratic Republic of the Congo"
    assert named("CD", "fr") == "République démocratique du Congo"
    assert named("PS", "es") == "Estado de Palestina"


def test_countries_stand_in_the_order_of_the_readers_language(loaded):
    names = [choice.label for choice in queries.countries("fr")]

    assert names.index("Égypte") < names.index("Espagne") < names.index("Zimbabwe")


def test_the_convention_has_its_arabic_name(loaded):
    assert queries.labels("instrument", ["cms"], "ar")["cms"].lang == "ar"


def test_a_key_nobody_knows_is_shown_as_itself(loaded):
    assert queries.labels("species", ["no-such"], "en")["no-such"].label == "no-such"


def test_labels_are_kept_for_a_minute_and_read_anew_after_a_load(loaded, monkeypatch):
    queries.themes("en")
    with transaction():
        session.info["wrote"] = set()
        session.execute(Term.__table__.delete().where(Term.key == "bycatch", Term.kind == "theme"))
        session.info["lines"].append(Quiet())
    assert queries.known("theme", "bycatch")

    clock = queries.monotonic() + queries.KEPT_SECONDS + 1
    monkeypatch.setattr(queries, "monotonic", lambda: clock)
    assert not queries.known("theme", "bycatch")

    operations.load(DATA, again=True)
    assert queries.known("theme", "bycatch")


class Quiet:
    """A line of the trail that this test does not need."""

    def join_chain(self): ...


def test_the_glossary_has_every_term_in_six_languages():
    rows = list(table(DATA / "glossary.csv"))

    assert len(rows) == 127
    assert all(row.needed(lang) for row in rows for lang in ("en", "fr", "es", "ar", "ru", "zh"))


def test_every_file_of_reference_data_is_told_of():
    told = (DATA / "README.md").read_text()

    assert [
        file.name for file in DATA.iterdir() if file.is_file() and file.name not in f"{told} README.md"
    ] == []
