"""Doors for everybody who reads: the register of organisations, and one profile."""

from types import SimpleNamespace
from typing import Any

from flask import current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import Markup
from wtforms.fields.choices import SelectChoice

from app.accounts.session import me
from app.foundation import files, markdown, paging
from app.foundation.errors import NotFound
from app.foundation.i18n import current_lang, day, language_name, said
from app.foundation.text import one_line
from app.foundation.web import public, signed_in
from app.organisations import policy, queries
from app.organisations.flow import ASKED, ORGANISATION, WORDS
from app.organisations.forms.register import FilterForm
from app.organisations.models import KINDS, OBSERVER_CLASSES, SEATS, Kind, ObserverClass, Organisation
from app.organisations.operations.applying import Identity, identity_from, identity_of
from app.organisations.views.room import bp
from app.vocabularies import queries as vocabularies


@bp.get("")
@public
def index() -> ResponseReturnValue:
    form = _filters()
    words, country, kind = form.q.data, form.country.data or "", form.kind.data or ""
    found = queries.register(words, country, Kind(kind) if kind else None)
    page = paging.page(
        found, [Organisation.name.asc(), Organisation.id.asc()], request.args.get("page"), size=25
    )
    return render_template(
        "organisations/index.html",
        form=form,
        words=words,
        kept=[(item.name, item.data) for item in (form.country, form.kind) if item.data],
        in_use=bool(country) + bool(kind),
        items=[_as_record(organisation) for organisation in page.rows],
        previous_url=_turned(page.previous),
        next_url=_turned(page.next),
    )


@bp.get("/<slug>")
@public
def show(slug: str) -> ResponseReturnValue:
    organisation = queries.get_organisation(slug, reader=me())
    inside = policy.may_see_inside(me(), organisation)
    reports = "reports.register" in current_app.view_functions and policy.is_public(me(), organisation)
    return render_template(
        "organisations/show.html",
        organisation=organisation,
        name=said(organisation.all_names, own=organisation.name_lang),
        facts=_facts(organisation, inside=inside),
        mission=markdown.render(organisation.mission) if organisation.mission else None,
        seat=policy.seat_of(me(), organisation),
        inside=inside,
        moves={move.name for move in ORGANISATION.open_to(me(), organisation)},
        reports_url=url_for("reports.register", organisation=slug) if reports else None,
        words=WORDS,
        seats=SEATS,
    )


@bp.get("/<slug>/application")
@signed_in
def application(slug: str) -> ResponseReturnValue:
    """What was asked and what it rests on, beside what can be decided now."""
    organisation = queries.get_from_inside(slug, reader=me())
    return render_template(
        "organisations/application.html",
        organisation=organisation,
        name=said(organisation.all_names, own=organisation.name_lang),
        asked=_asked(organisation),
        changes=_changes(organisation),
        lines=_facts(organisation, inside=True),
        mission=markdown.render(organisation.mission) if organisation.mission else None,
        moves=[move for move in ORGANISATION.open_to(me(), organisation) if move.name in DECISIONS],
        moderates=me().is_moderator,
        lookalikes=queries.lookalikes(organisation) if me().is_moderator else [],
        words=WORDS,
    )


@bp.get("/<slug>/letter")
@signed_in
def letter(slug: str) -> ResponseReturnValue:
    organisation = queries.get_from_inside(slug, reader=me())
    if organisation.letter is None:
        raise NotFound("not_found")
    return files.answer(organisation.letter)


DECISIONS = ("verify", "decline", "suspend", "restore", "lapse")


def _filters() -> FilterForm:
    form = FilterForm(request.args)
    form.q.data = one_line(form.q.data or "")[:200]
    lang, anywhere = current_lang(), SelectChoice(value="", label=_("All countries"))
    named = sorted((vocabularies.country_label(code, lang), code) for code in queries.registered_countries())
    form.country.choices = [anywhere, *(SelectChoice(value=code, label=name) for name, code in named)]
    kinds = (SelectChoice(value=kind.value, label=word) for kind, word in KINDS.items())
    form.kind.choices = [SelectChoice(value="", label=_("All kinds")), *kinds]
    for item in (form.country, form.kind):
        if not item.validate(form):  # an address made by hand narrows nothing
            item.data, item.errors = "", ()
    return form


def _turned(token: str | None) -> str | None:
    kept: dict[str, Any] = {**request.args.to_dict(), "page": token}
    return url_for(".index", **kept) if token else None


def _as_record(organisation: Organisation) -> SimpleNamespace:
    place = vocabularies.country_label(organisation.country, current_lang())
    return SimpleNamespace(
        url=url_for(".show", slug=organisation.slug),
        title=said(organisation.all_names, own=organisation.name_lang),
        by=[organisation.acronym] if organisation.acronym else [],
        meta=[KINDS[organisation.kind], place],
    )


def _facts(organisation: Organisation, *, inside: bool) -> list[tuple[str, object]]:
    """The lines of a profile in the reader's language; what is nobody else's business at the end."""
    lang = current_lang()
    known = vocabularies.labels("instrument", organisation.instruments, lang)
    tongues = [language_name(code, lang) for code in organisation.working_languages]
    lines: list[tuple[str, object]] = [
        (_("Kind"), KINDS[organisation.kind]),
        (_("Country"), vocabularies.country_label(organisation.country, lang)),
        (_("Acronym"), organisation.acronym),
        (
            _("Earlier name"),
            organisation.former_name if organisation.former_name != organisation.name else "",
        ),
        (_("Founded"), str(organisation.founded or "")),
        (_("Website"), _link(organisation.website)),
        (_("Works on"), _(", ").join(choice.label for choice in known.values())),
        (_("Working languages"), _(", ").join(tongues)),
        (_("Observer class"), _observer(organisation)),
        (_("Verified on"), day(organisation.verified_at)),
    ]
    if inside:
        lines += [
            (_("Letter signed by"), organisation.letter_signatory),
            (_("Letter valid until"), day(organisation.letter_valid_until)),
            (_("Protected"), _("Yes: no public profile") if organisation.protected else _("No")),
        ]
    return [(label, value) for label, value in lines if value]


def _earlier_name(organisation: Organisation) -> str:
    return organisation.former_name if organisation.former_name != organisation.name else ""


def _asked(organisation: Organisation) -> list[tuple[str, object]]:
    names = [(language_name(code, current_lang()), name) for code, name in organisation.names.items()]
    return [
        (_("Asked for"), ASKED[organisation.asking]),
        (_("Applied on"), day(organisation.applied_at)),
        *((_("Name in %(language)s", language=language), name) for language, name in names),
    ]


def _changes(organisation: Organisation) -> list[tuple[str, object]]:
    """Each fact that a change would make another: as it was verified, and as it is asked for."""
    if organisation.wanted is None:
        return []
    before = _identity_in_words(identity_of(organisation))
    after = _identity_in_words(identity_from(organisation.wanted))
    rows = [(label, before.get(label, ""), word) for label, word in after.items()]
    rows += [(label, word, "") for label, word in before.items() if label not in after]
    shown = Markup("<del><bdi>{}</bdi></del> → <ins><bdi>{}</bdi></ins>")
    none = _("none")
    return [(label, shown.format(was or none, word or none)) for label, was, word in rows if was != word]


def _identity_in_words(facts: Identity) -> dict[str, str]:
    lang = current_lang()
    names = ((language_name(code, lang), name) for code, name in facts.names.items())
    return {
        _("Name"): facts.name,
        _("Language of this name"): language_name(facts.name_lang, lang),
        **{_("Name in %(language)s", language=tongue): name for tongue, name in names},
        _("Acronym"): facts.acronym,
        _("Kind"): str(KINDS[facts.kind]),
        _("Country"): vocabularies.country_label(facts.country, lang),
        _("Website"): facts.website,
        _("Observer class"): str(OBSERVER_CLASSES[facts.observer_class]),
    }


def _observer(organisation: Organisation) -> object:
    told = organisation.observer_class is not ObserverClass.NONE
    return OBSERVER_CLASSES[organisation.observer_class] if told else ""


def _link(website: str) -> Markup | str:
    """The whole address is shown: who reads it sees where it leads."""
    shown = Markup('<a href="{}" rel="nofollow noopener" dir="ltr">{}</a>')
    return shown.format(website, website) if website else ""
