"""A course that was read: what its files say, and nothing else."""

from dataclasses import dataclass, field
from typing import Any

from app.learning.library import figures, prints, scan, shapes


@dataclass
class LessonText:
    """A lesson in one language."""

    title: str
    objectives: list[str]
    body: scan.Body
    is_stale: bool = False
    of: str | None = None  # the stamp; None in the source


@dataclass
class Question:
    """A question with its words by language."""

    source: shapes.Question
    words: dict[str, dict[str, Any]]

    @property
    def digest(self) -> str:
        """Of everything that decides whether an answer is right, and of what was asked."""
        return prints.digest(self.source.model_dump(exclude={"feedback", "because", "passage"}))


@dataclass
class Lesson:
    key: str
    position: int
    stem: str
    head: shapes.LessonHead
    texts: dict[str, LessonText] = field(default_factory=dict)
    questions: list[Question] = field(default_factory=list)


@dataclass
class Course:
    slug: str
    about: shapes.CourseFile
    stale: set[str]  # languages in which the course's own words are older than their source
    lessons: list[Lesson]
    figures: dict[str, figures.Figure]
