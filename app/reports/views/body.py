"""The body of a report as HTML: drawn once for each version, language and kind of reader, then kept."""

from dataclasses import replace
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from flask import current_app, g, get_template_attribute
from flask_babel import force_locale
from markupsafe import Markup

from app.accounts.readers import Guest
from app.foundation import markdown
from app.foundation.i18n import LANGS, current_lang
from app.foundation.recent import Recent
from app.reports import questions
from app.reports.models import Report, Version
from app.reports.operations import deciding as operations
from app.reports.queries import deciding, frozen
from app.reports.queries import reading as queries
from app.reports.views import shown, slots

HERE = Path(__file__).parent
MAKERS = (
    *(HERE / "body.py", HERE / "shown.py", HERE / "slots.py", Path(markdown.__file__)),
    *(HERE.parent / "templates/reports/body.html", HERE.parents[1] / "templates/components/text.html"),
)

_recent = Recent(4_000_000)


def html_of(sheet: Any, *, public: bool) -> Markup:
    """What the version on this page says. `public`: without what is never published.

    Whoever reads writes nothing: what is not stored is drawn, and kept in this process by its content.
    """
    if sheet.sha256 is None:
        return Markup("")
    key = _key(sheet, public)
    return _recent.get(key, lambda: _stored(key) or _drawn(sheet, public))


def draw_for_everybody(number: str) -> None:
    """Once it is published: the public's body in every language, before anybody waits for it."""
    sheet = queries.sheet_of(number, reader=Guest())
    here = g.get("lang")
    for lang in LANGS:
        g.lang = lang  # addresses in the body are in its language too
        with force_locale(lang):
            operations.keep_html(_key(sheet, True), str(_drawn(sheet, True)))
    g.lang = here


def _stored(key: str) -> Markup | None:
    kept = queries.stored_html(key)
    return Markup(kept) if kept else None  # noqa: S704 drawn by our own template


def _key(sheet: Any, public: bool) -> str:
    parts = (_drawn_by(current_lang()), sheet.number, sheet.sha256, current_lang(), public, sheet.protected)
    return sha256(repr(parts).encode()).hexdigest()


@cache
def _drawn_by(lang: str) -> str:
    """What draws a body, by content: with other templates or other words it is drawn anew."""
    folder = Path(current_app.config["BABEL_TRANSLATION_DIRECTORIES"])
    words = folder / lang / "LC_MESSAGES" / "messages.mo"
    seen = sha256()
    for file in (*MAKERS, words):
        seen.update(file.read_bytes() if file.exists() else b"-")
    return seen.hexdigest()


def _drawn(sheet: Any, public: bool) -> Markup:
    report = queries.with_template(sheet.id)
    version = deciding.version_of(report, sheet.version)
    sections = sections_of(report, version, public=public) if version else []
    draw = get_template_attribute("reports/body.html", "body")
    return Markup(draw(report.number, sections))  # noqa: S704 our own template


def sections_of(report: Report, version: Version, *, public: bool) -> list[shown.ShownSection]:
    """A version's answers, ready to be read; for the public without sections that would be empty."""
    said = frozen.read(report, version, public=public)
    written = slots.Written(report, said.template, said.answers, said.files, said.values)
    sections = shown.sections_of(written)
    if public:
        return [section for section in sections if section.parts]
    told = frozen.read(report, version, public=True)
    return [_marked(section, told) for section in sections]


def _marked(section: shown.ShownSection, told: frozen.Frozen) -> shown.ShownSection:
    """For those who read all of it: what of it nobody else does."""
    public = set(told.answers) | {(paper.question, paper.row) for paper in told.files}

    def mark(one: shown.Shown) -> shown.Shown:
        return replace(one, told=(one.question.key, one.row) in public)

    parts = [
        replace(part, answers=[mark(one) for one in part.answers])
        if isinstance(part, shown.Entry)
        else mark(part)
        for part in section.parts
    ]
    return replace(section, parts=parts)


def template_of(report_id: int) -> questions.Template:
    """The questions of a report, for words that name one."""
    report = queries.with_template(report_id)
    return report.template.shape
