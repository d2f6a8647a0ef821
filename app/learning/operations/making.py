"""The pages of a course: each lesson in each language becomes HTML, and only what changed is made again."""

from dataclasses import dataclass

from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import select

from app.foundation import i18n
from app.foundation.db import session
from app.learning.library import known, markdown, parts, prints, scan
from app.learning.library.figures import Figure as Drawing
from app.learning.models import Course, Lesson, LessonText
from app.learning.operations.addresses import Addresses


@dataclass(frozen=True)
class Page:
    """A lesson in one language, made."""

    text: parts.LessonText
    html: str
    figure_bytes: int
    digest: str
    is_new: bool  # made just now; else as it was


def made_before(course: Course | None) -> dict[tuple[str, str], LessonText]:
    if course is None:
        return {}
    texts = session.execute(
        select(Lesson.key, LessonText).join(LessonText.lesson).where(Lesson.course_id == course.id)
    )
    return {(key, text.lang): text for key, text in texts}


def pages_of(
    course: parts.Course, around: known.Known, before: dict[tuple[str, str], LessonText]
) -> dict[tuple[str, str], Page]:
    titles = terms_titles()
    pages = {}
    for lesson in course.lessons:
        for lang, text in lesson.texts.items():
            addresses = Addresses(lang, course.slug, around)
            setting = markdown.Setting(
                lang, addresses, addresses.figure, course.figures, around, titles[lang]
            )
            pages[lesson.key, lang] = _page(text, setting, before.get((lesson.key, lang)))
    return pages


def _page(text: parts.LessonText, setting: markdown.Setting, old: LessonText | None) -> Page:
    digest = _made_from(text, setting)
    is_new = old is None or old.digest != digest
    html = markdown.render(text.body.text, setting) if old is None or is_new else old.html
    return Page(text, html, sum(drawing.bytes for drawing in _shown(text, setting)), digest, is_new)


def _made_from(text: parts.LessonText, setting: markdown.Setting) -> str:
    """Of everything that a page shows: as long as it is the same, so is the page."""
    around, targets = setting.known, [link.target for link in scan.links(text.body) if not link.is_figure]
    named: list[object] = []
    for scheme, _colon, key in (target.partition(":") for target in targets):
        if scheme == "term":
            named.append((around.terms[key], around.explanations.get(key)))
        else:
            named.append(setting.address(scheme, key))
    drawn = [drawing.digest for drawing in _shown(text, setting)]
    return prints.digest(markdown.MADE, setting.lang, setting.terms_title, text.body.text, named, drawn)


def _shown(text: parts.LessonText, setting: markdown.Setting) -> list[Drawing]:
    names = sorted({link.target for link in scan.links(text.body) if link.is_figure})
    return [setting.figures[name] for name in names]


def terms_titles() -> dict[str, str]:
    """What stands above the terms of a lesson, in each language."""
    titles = {}
    for lang in i18n.LANGS:
        with force_locale(lang):
            titles[lang] = _("Terms of this lesson")
    return titles
