"""What taking in a course would change, told before anything does."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from app.foundation.db import session
from app.learning.library import parts
from app.learning.models import Course, Enrolment, Lesson, Question
from app.learning.operations.loading import Ready


class What(StrEnum):
    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"


@dataclass(frozen=True)
class LessonChange:
    what: What
    key: str
    title: str
    langs: Sequence[str]  # in which its words are others than before


@dataclass(frozen=True)
class QuestionChange:
    what: What
    key: str
    lesson: str  # its title
    ask: str


@dataclass(frozen=True)
class Comparison:
    """The course that is shown now beside the one that is brought; titles in the source language."""

    slug: str
    title: str
    source: str
    was: int | None  # its version now; None when nobody is shown such a course
    version: int
    languages: Sequence[str]
    new_languages: Sequence[str]
    lost_languages: Sequence[str]
    lessons: Sequence[LessonChange]
    questions: Sequence[QuestionChange]
    has_other_words: bool  # title, summary, audience
    has_other_order: bool  # of the lessons
    pass_marks: tuple[int, int]  # before, after
    asked: tuple[int, int]
    learners: int  # who have begun it
    seen: str  # the course that this compares with

    @property
    def is_same(self) -> bool:
        """For readers; its files may differ in what nobody is shown."""
        told = (self.lessons, self.questions, self.new_languages, self.lost_languages)
        return self.was == self.version and not (
            any(told)
            or self.has_other_words
            or self.has_other_order
            or self.pass_marks[0] != self.pass_marks[1]
        )


def compared(ready: Ready) -> Comparison:
    new, about = ready.course, ready.course.about
    old = _shown_now(new.slug)
    before = {one.key: one for one in old.lessons if one.withdrawn_at is None} if old else {}
    langs = old.languages if old else []
    return Comparison(
        new.slug,
        about.words[about.languages[0]].title,
        about.languages[0],
        old.version if old else None,
        about.version,
        about.languages,
        [lang for lang in about.languages if lang not in langs],
        [lang for lang in langs if lang not in about.languages],
        _lessons(before, ready),
        _questions(before, new),
        old is not None and _words(old) != {lang: _said(about.words[lang]) for lang in about.languages},
        [key for key in before if key in _keys(new)] != [key for key in _keys(new) if key in before],
        (old.pass_mark if old else about.pass_mark, about.pass_mark),
        (sum(len(_asked(one)) for one in before.values()), sum(len(one.questions) for one in new.lessons)),
        _learners(old),
        old.digest if old else "",
    )


def _shown_now(slug: str) -> Course | None:
    lessons = selectinload(Course.lessons)
    return session.scalar(
        select(Course)
        .where(Course.slug == slug, Course.withdrawn_at.is_(None))
        .options(
            selectinload(Course.texts),
            lessons.selectinload(Lesson.texts),
            lessons.selectinload(Lesson.questions).selectinload(Question.texts),
        )
    )


def _keys(course: parts.Course) -> list[str]:
    return [lesson.key for lesson in course.lessons]


def _words(course: Course) -> dict[str, tuple[str, ...]]:
    return {text.lang: _said(text) for text in course.texts}


def _said(words: object) -> tuple[str, ...]:
    return tuple(getattr(words, name) for name in ("title", "summary", "audience"))


def _lessons(before: dict[str, Lesson], ready: Ready) -> list[LessonChange]:
    told = []
    for lesson in ready.course.lessons:
        title = lesson.texts[ready.course.about.languages[0]].title
        old = before.get(lesson.key)
        if old is None:
            told.append(LessonChange(What.ADDED, lesson.key, title, list(lesson.texts)))
        elif langs := _other_words(old, lesson, ready):
            told.append(LessonChange(What.CHANGED, lesson.key, title, langs))
    gone = before.keys() - set(_keys(ready.course))
    removed = [LessonChange(What.REMOVED, key, _title(before[key]), []) for key in before if key in gone]
    return [*told, *removed]


def _other_words(old: Lesson, new: parts.Lesson, ready: Ready) -> list[str]:
    """Languages in which a reader would find something else than before, or nothing any longer."""
    was = {text.lang: [text.title, text.objectives] for text in old.texts}
    now = {lang: [text.title, text.objectives] for lang, text in new.texts.items()}
    asked = {one.key: {text.lang: text.words for text in one.texts} for one in _asked(old)}
    other = {lang for lang in {*was, *now} if was.get(lang) != now.get(lang)}
    other |= {lang for lang in now if ready.pages[new.key, lang].is_new}
    for question in new.questions:
        known = asked.get(question.source.key, {})
        other |= {lang for lang, words in question.words.items() if known and known.get(lang) != words}
    return [lang for lang in dict.fromkeys([*now, *was]) if lang in other]


def _questions(before: dict[str, Lesson], new: parts.Course) -> list[QuestionChange]:
    told = []
    for lesson in new.lessons:
        title = lesson.texts[new.about.languages[0]].title
        old = {one.key: one for one in _asked(before[lesson.key])} if lesson.key in before else {}
        for question in lesson.questions:
            known = old.pop(question.source.key, None)
            if lesson.key in before and (known is None or known.digest != question.digest):
                what = What.ADDED if known is None else What.CHANGED
                told.append(QuestionChange(what, question.source.key, title, question.source.ask))
        told += [QuestionChange(What.REMOVED, key, title, _ask(one)) for key, one in old.items()]
    return told


def _asked(lesson: Lesson) -> list[Question]:
    return [one for one in lesson.questions if one.withdrawn_at is None]


def _title(lesson: Lesson) -> str:
    return lesson.texts[0].title if lesson.texts else lesson.key


def _ask(question: Question) -> str:
    return str(question.texts[0].words["ask"]) if question.texts else question.key


def _learners(course: Course | None) -> int:
    if course is None:
        return 0
    return session.scalar(select(func.count()).where(Enrolment.course_id == course.id)) or 0
