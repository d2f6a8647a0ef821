"""All that a book says, as plain data: cover, lessons, questions, and the annex with the answers."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import current_app
from flask_babel import gettext as _

from app.foundation.i18n import day, isolated, language_name
from app.learning.forms.catalogue import LEVELS
from app.learning.queries import courses
from app.learning.queries.courses import Asked, Page, Shown
from app.learning.views.book import quiz
from app.learning.views.book.tree import tree
from app.learning.views.book.words import words_of
from app.learning.views.lengths import about, lasts
from app.learning.views.quiz import HEADING


def told(course: Shown, pages: Sequence[Page], lang: str, changed: Mapping[str, str]) -> dict[str, Any]:
    """In the language that is current, which is `lang`, one of the course's own."""
    text = course.text(lang)
    return {
        "lang": lang,
        "words": words_of(lang),
        "title": text.title,
        "summary": text.summary,
        "notices": _about_words(text.is_stale, text.lang, lang, course.source),
        "facts": _facts(course, pages, lang),
        "lessons": [_lesson(number, page, course, lang, changed) for number, page in enumerate(pages, 1)],
    }


def _facts(course: Shown, pages: Sequence[Page], lang: str) -> list[list[str]]:
    words = words_of(lang)
    there = current_app.url_map.bind("").build("learning.show", {"lang": lang, "slug": course.slug})
    latest = day(max(page.checked_on for page in pages)).striptags()
    return [
        [words["audience"], course.text(lang).audience],
        [words["level"], str(LEVELS.get(course.level, course.level))],
        [words["time"], lasts(len(pages), sum(page.minutes for page in pages))],
        [words["version"], _(", ").join((str(course.version), latest))],
        [words["licence"], course.licence],
        [words["address"], current_app.config["BASE_URL"] + there],
    ]


def _lesson(number: int, page: Page, course: Shown, lang: str, changed: Mapping[str, str]) -> dict[str, Any]:
    passages = HEADING.findall(page.html)
    on = day(page.checked_on).striptags()
    notices = _about_words(page.is_stale, page.lang, lang, course.source)
    return {
        "number": number,
        "lang": page.lang,
        "title": page.title,
        "time": about(page.minutes),
        "goals": list(page.objectives),
        "notices": notices + [_about_text(key, changed[key]) for key in page.cites if key in changed],
        "body": tree(page.html, current_app.config["BASE_URL"], courses.get_figure),
        "cites": list(page.cites),
        "checked": str(_("Last held against the law in force on %(day)s.", day=on)),
        "questions": [_question(one, passages) for one in courses.questions_of(page, course)],
    }


def _question(one: Asked, passages: Sequence[str]) -> dict[str, Any]:
    passage = passages[one.passage - 1] if 0 < one.passage <= len(passages) else ""
    return {"passage": passage, **quiz.asked(one), "answer": quiz.answered(one)}


def _about_words(is_stale: bool, shown: str, lang: str, source: str) -> list[str]:
    """What the page on the screen says, too: not translated, or translated from an older text."""
    if shown != lang:
        language = language_name(shown, lang)
        return [
            _("This is not translated yet. You read it in its own language: %(language)s.", language=language)
        ]
    if is_stale:
        language = language_name(source, lang)
        return [
            _(
                "This translation is older than the text it was made from."
                " What has changed since is only in: %(language)s.",
                language=language,
            )
        ]
    return []


def _about_text(key: str, standing: str) -> str:
    text = isolated(key)
    if standing == "repealed":
        return str(
            _("This lesson cites %(text)s, which is no longer in force. Read it as history.", text=text)
        )
    return str(
        _(
            "This lesson cites %(text)s, which has been amended since."
            " Look at the text in force before you rely on it.",
            text=text,
        )
    )
