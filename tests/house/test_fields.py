"""Every field that people type into has a limit and names it, a label to translate, and clean words."""

import importlib
import pkgutil

from flask_babel.speaklater import LazyString
from flask_wtf import FlaskForm
from wtforms import PasswordField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length

import app as house
from app.accounts.forms.fields import GoodPassword
from app.foundation.text import clean
from tests.page import page_of
from tests.reports.given import a_complete_report

BY_OWN_RULE = {
    ("AgendaForm", "agenda"),  # many lines, each with its limit, told by its number
    ("RegisterForm", "species"),  # cut, as every search is: nothing is kept
}
NASTY = "\u202eWords\x00 of\ufeff e\u0301vidence\x1b\r\nand more "


def _forms():
    """Every form of the house, by room and name."""
    for found in pkgutil.walk_packages(house.__path__, "app."):
        if ".forms" in found.name:
            module = importlib.import_module(found.name)
            for name, form in vars(module).items():
                is_form = isinstance(form, type) and issubclass(form, FlaskForm)
                if is_form and form.__module__ == found.name:
                    yield name, form


def _fields(*, typed):
    """(form, field, what it was made with) of every field with words, or of every field with a label."""
    for form_name, form in _forms():
        for name in dir(form):
            made = getattr(form, name)
            if made.__class__.__name__ != "UnboundField":
                continue
            hidden = made.field_class.__name__ == "HiddenField"
            if not hidden and (not typed or issubclass(made.field_class, StringField)):
                yield form_name, name, made


def _given(made, what, place):
    if what in made.kwargs:
        return made.kwargs[what]
    return made.args[place] if len(made.args) > place else None


def _is_secret(made):
    return issubclass(made.field_class, PasswordField)


def _mended(made, words):
    for mend in made.kwargs.get("filters", ()):
        words = mend(words)
    return words


def _checks(made, kind):
    return [check for check in _given(made, "validators", 1) or [] if isinstance(check, kind)]


def test_every_field_has_a_label_that_can_be_translated():
    unseen = {"hidden"}
    for form, name, made in _fields(typed=False):
        if getattr(made.kwargs.get("widget"), "input_type", "") not in unseen:
            assert isinstance(_given(made, "label", 0), LazyString), f"{form}.{name}"


def test_what_is_too_long_by_one_character_is_told_with_the_limit(app):
    wrong = []
    with app.test_request_context("/en/"):
        for form, name, made in _fields(typed=True):
            if (form, name) in BY_OWN_RULE or (_is_secret(made) and _checks(made, GoodPassword)):
                continue
            limit = next(iter(_checks(made, Length)), None)
            told = str(limit.message) % {"max": limit.max} if limit else ""
            if str(limit and limit.max) not in told and not _is_secret(made):
                wrong.append(f"{form}.{name}: {told or 'no limit'}")
    assert not wrong, "\n".join(wrong)


def test_what_is_typed_is_cleaned_before_it_is_kept():
    for form, name, made in _fields(typed=True):
        if _is_secret(made) or name == "code" or (form, name) == ("RegisterForm", "species"):
            continue  # kept by nobody
        words = _mended(made, NASTY)
        assert words == clean(words).strip(), f"{form}.{name}"
        assert "\n" not in words or issubclass(made.field_class, TextAreaField), f"{form}.{name}"


def test_a_blank_is_no_answer_where_one_is_asked_for():
    for form, name, made in _fields(typed=True):
        if not _is_secret(made):
            assert not _checks(made, InputRequired), f"{form}.{name}: a blank would do, use DataRequired"
            assert not (_checks(made, DataRequired) and _mended(made, "  ").strip()), f"{form}.{name}"


def test_a_title_too_long_is_told_beside_the_field_and_kept(cast, visit):
    report, long = a_complete_report(cast), "w" * 201
    sent = {"seen": report.revision, "title": long, "report_lang": "en"}
    answer = visit(cast.amara).post(f"/en/reports/{report.number}/details", data=sent)
    page = page_of(answer)
    field = page.select_one("#title")
    assert field["value"] == long
    told = page.select_one(f"#{field['aria-describedby'].split()[-1]}, #title-error")
    assert "200" in told.get_text()
    assert page.select_one('.error-summary a[href="#title"], [role=alert] a[href="#title"]')
