"""One course in figures: how far people come in it, where they stop, and which questions are hard."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import pgettext as _p

from app.foundation.drawing import Bar, share
from app.foundation.i18n import current_lang
from app.foundation.tables import Column
from app.learning.queries import figures, hardest
from app.learning.queries.cohort import Chosen
from app.learning.queries.figures import InCourse, InLesson, Named, Overall
from app.learning.queries.hardest import InQuestion
from app.learning.queries.kept import AnswerKept
from app.learning.views.charted import Section, known, number, part

DRAWN = 10  # of the questions, the hardest


def sections(course: Named, chosen: Chosen, everybody: Overall) -> list[Section]:
    lessons = figures.by_lesson(course, chosen)
    asked = hardest.by_question(course, chosen, current_lang())
    whole = figures.in_course(course, chosen, everybody)
    return [_of_standing(whole), _of_lessons(lessons, whole.began), _of_questions(asked, lessons)]


def _of_standing(whole: InCourse) -> Section:
    rows = [
        (_p("course", "In progress"), whole.going),
        (_p("course", "Passed"), whole.passed),
        (_p("course", "Certificates"), whole.certified),
    ]
    columns: list[Column] = [
        (_("Where they are"), lambda row: row[0]),
        (_p("learners", "People"), lambda row: part(row[1])),
    ]
    bars = [Bar(word, str(part(count)), share(count, whole.began)) for word, count in rows]
    note = (
        _("Half of those who passed needed at most this many days: %(days)s.", days=whole.days)
        if whole.days is not None
        else _("How many days it takes is told when 5 people or more have passed.")
    )
    return Section("standing", _("How far they come"), note, columns, rows, bars)


def _of_lessons(lessons: Sequence[InLesson], began: int | None) -> Section:
    columns: list[Column] = [
        (_("Lesson"), lambda one: one.lesson.title(current_lang()).text),
        (_("Number"), lambda one: one.number),
        (_p("lesson", "Opened"), lambda one: number(one.opened)),
        (_p("lesson", "Finished"), lambda one: number(one.done)),
    ]
    bars = [
        Bar(
            one.lesson.title(current_lang()).text,
            _("%(done)s of %(opened)s", done=number(one.done), opened=number(one.opened)),
            share(one.done, began),
            share(one.opened, began),
        )
        for one in lessons
    ]
    return Section(
        "lessons",
        _("Where they stop"),
        _(
            "Of all who began: how many opened each lesson (the long bar), and how many finished it (the "
            "dark one in it). A guest's reading is known only from their first answer on."
        ),
        columns,
        lessons,
        bars,
        lang=lambda one: one.lesson.title(current_lang()).lang,
    )


def _of_questions(asked: Sequence[InQuestion], lessons: Sequence[InLesson]) -> Section:
    numbers = {one.lesson.id: one.number for one in lessons}
    columns: list[Column] = [
        (_("Question"), lambda one: one.words["ask"]),
        (_("Lesson"), lambda one: numbers.get(one.lesson_id, "")),
        (_("Answered by"), lambda one: number(one.answered)),
        (_("Right at first (per cent)"), lambda one: known(one.at_first)),
        (_("Right in the end (per cent)"), lambda one: known(one.in_the_end)),
        (_("Tries, on average"), lambda one: known(one.tries)),
        (_("The wrong answer most often given"), _misled),
    ]
    bars = [
        Bar(one.words["ask"], f"{one.at_first} %", one.at_first, one.in_the_end or 0)
        for one in asked[:DRAWN]
        if one.at_first is not None
    ]
    return Section(
        "questions",
        _("Hardest questions"),
        _(
            "Who answered rightly at first (the dark bar), and who did so in the end (the long one); the ten "
            "hardest are drawn. Only answers to the question as it is asked now count. A wrong answer "
            "is shown only where 5 or more gave it."
        ),
        columns,
        asked,
        bars,
        lang=lambda one: one.lang,
    )


def _misled(one: InQuestion) -> str:
    if one.wrong is None:
        return ""
    told = _("%(answer)s (%(people)s)", answer=answer_in_words(one, one.wrong["is"]), people=one.wrong_people)
    return str(told)


def answer_in_words(one: InQuestion | AnswerKept, given: Any) -> str:
    words = one.words
    if one.kind in ("one", "many"):
        keys = given if isinstance(given, list) else [given]
        return "; ".join(words["choices"].get(key, key) for key in keys)
    if one.kind == "truth":
        return str(_("True") if given else _("False"))
    if one.kind == "match":
        pairs = sorted(given.items())
        return "; ".join(
            f"{words['left'].get(left, left)}: {words['matches'].get(match, match)}" for left, match in pairs
        )
    if one.kind == "order":
        return "; ".join(words["steps"].get(step, step) for step in given)
    return f"{given:.12g} {words.get('unit', '')}".strip() if one.kind == "number" else str(given)
