"""What a package of a course holds, before it is written: its lessons, what they ask, and their drawings."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from markupsafe import Markup

from app.foundation.i18n import current_lang
from app.learning.library.questions import options
from app.learning.queries import packages, quizzes
from app.learning.queries.courses import Asked, Page, Shown, Text
from app.learning.views import quiz
from app.learning.views.lengths import about
from app.learning.views.packages.links import Links
from app.vocabularies.library.words import slug as anchor_of
from app.vocabularies.library.words import words_of

Pairs = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Question:
    """A question, how it is judged, and what is told of it."""

    drawn: quiz.Drawn
    right: str  # JSON, for the script
    answer: Sequence[str]  # the right answer in words
    because: Sequence[tuple[str, str, str]]  # a choice: its key, its words, why it is right or wrong
    told: Pairs  # ("right", …), ("wrong", …)
    passage: str  # the id of the heading that teaches it


@dataclass(frozen=True)
class Sheet:
    """A lesson as a page of a package."""

    file: str
    number: int
    lesson: Page
    time: str
    html: Markup
    drawings: Sequence[str]
    questions: Sequence[Question]
    cites: Pairs  # texts that it cites: the key, and where it stands on the page of them all
    changed: Pairs  # those that have changed since: the key, amended or repealed


@dataclass(frozen=True)
class Content:
    """A course in the language of the reader, with what stands in another one for want of it."""

    course: Shown
    text: Text
    sheets: Sequence[Sheet]
    drawings: Mapping[str, str]  # file → SVG
    as_of: datetime
    asked: int
    needed: int

    @property
    def tongues(self) -> str:
        """What tells its packages apart: the language of the course, and that of the words around it."""
        return tongues(self.text.lang)


def tongues(lang: str) -> str:
    here = current_lang()
    return lang if lang == here else f"{lang}-in-{here}"


def gather(course: Shown, changed: Mapping[str, str], *, framed: bool) -> Content:
    """`framed`: shown by another platform, which has its own way from lesson to lesson.

    `changed` are texts that the lessons cite and that are no longer as they were.
    """
    lang = current_lang()
    pages, drawn = packages.lessons_of(course, lang), packages.figures_of(course)
    files = {page.key: f"{number:02}-{page.key}.html" for number, page in enumerate(pages, 1)}
    names = {digest: f"figures/{digest[:12]}.svg" for digest in drawn}
    links = Links(
        {} if framed else {f"/learn/{course.slug}/{key}": file for key, file in files.items()},
        {f"/learn/figures/{digest}.svg": name for digest, name in names.items()},
        in_new_tab=framed,
    )
    questions = quizzes.questions_by_lesson(course, lang)
    sheets = [
        Sheet(
            files[page.key],
            number,
            page,
            about(page.minutes),
            links.turned(page.html),
            links.drawn_in(page.html),
            _questions(questions.get(page.id, []), page),
            [(key, anchor_of(key)) for key in page.cites],
            [(key, changed[key]) for key in page.cites if key in changed],
        )
        for number, page in enumerate(pages, 1)
    ]
    shown = {name for sheet in sheets for name in sheet.drawings}
    asked = sum(len(sheet.questions) for sheet in sheets)
    return Content(
        course,
        course.text(lang),
        sheets,
        {names[digest]: svg for digest, svg in drawn.items() if names[digest] in shown},
        packages.loaded_at(course),
        asked,
        needed=-(-asked * course.pass_mark // 100),
    )


def _questions(asked: Sequence[Asked], page: Page) -> list[Question]:
    return [
        _question(one, drawn, quiz.HEADING.findall(page.html))
        for one, drawn in zip(asked, quiz.drawn(asked, {}, page.html), strict=True)
    ]


def _question(one: Asked, drawn: quiz.Drawn, ids: Sequence[str]) -> Question:
    because, feedback = one.words.get("because", {}), one.words.get("feedback", {})
    return Question(
        drawn,
        json.dumps(_judged_by(one), ensure_ascii=False, sort_keys=True),
        _answer(one),
        [(key, words, because[key]) for key, words, _chosen in drawn.options if key in because],
        [(which, feedback[which]) for which in ("right", "wrong") if which in feedback],
        ids[one.passage - 1] if 0 < one.passage <= len(ids) else "",
    )


def _judged_by(one: Asked) -> dict[str, Any]:
    """What the script holds an answer against; spellings are folded here, as there."""
    if one.kind == "words":
        spelled = {" ".join(words_of(spelling)) for spelling in one.words.get("accepted", ())}
        return {"is": sorted(spelled - {""})}
    if one.kind == "truth":
        return {"is": "true" if one.right["is"] else "false"}
    return dict(one.right)


def _answer(one: Asked) -> list[str]:
    """The right answer in words; several where it has several parts."""
    right, words = one.right["is"], one.words
    if one.kind == "truth":
        return [_("True") if right else _("False")]
    if one.kind == "number":
        return [f"{right:.12g} {words.get('unit', '')}".strip()]
    if one.kind == "words":
        return [" / ".join(dict.fromkeys(words["accepted"]))]
    if one.kind == "match":
        return [f"{left}: {words['matches'][right[key]]}" for key, left in _in_order(one, "left")]
    part = words["steps" if one.kind == "order" else "choices"]
    return [part[key] for key in (right if isinstance(right, list) else [right])]


def _in_order(one: Asked, part: str) -> Pairs:
    return options(one.words, part) or list(one.words[part].items())
