"""Courses as they were loaded from their files, and what learners did with them."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.foundation.clock import now
from app.foundation.db import Base
from app.foundation.files import StoredFile


class Course(Base):
    """One course in all its languages. The files are the truth; only loading writes here."""

    __tablename__ = "course"
    journal = False

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(60), unique=True)  # the name of its folder
    position: Mapped[int]
    level: Mapped[str] = mapped_column(String(20))
    audiences: Mapped[list[str]]  # "new", "reporting", "meeting", "teaching"
    pass_mark: Mapped[int]  # per cent of the questions of the course
    version: Mapped[int]
    languages: Mapped[list[str]]  # the first is the source
    licence: Mapped[str] = mapped_column(String(60))
    cites: Mapped[list[str]]  # keys of decisions
    explains: Mapped[list[str]]  # topics, of all its lessons
    digest: Mapped[str] = mapped_column(String(64))  # of all its files
    withdrawn_at: Mapped[datetime | None]  # its folder is gone; what learners did stays

    texts: Mapped[list["CourseText"]] = relationship(
        back_populates="course", cascade="all, delete-orphan", order_by="CourseText.lang"
    )
    lessons: Mapped[list["Lesson"]] = relationship(back_populates="course", order_by="Lesson.position")


class CourseText(Base):
    """What a course is called and for, in one language."""

    __tablename__ = "course_text"
    journal = False

    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"), primary_key=True)
    lang: Mapped[str] = mapped_column(String(8), primary_key=True)
    title: Mapped[str] = mapped_column(String(200))
    summary: Mapped[str] = mapped_column(Text)
    audience: Mapped[str] = mapped_column(Text)
    is_stale: Mapped[bool] = mapped_column(default=False)  # the source changed since it was translated

    course: Mapped[Course] = relationship(back_populates="texts")


class Lesson(Base):
    """One lesson of a course, the same in every language."""

    __tablename__ = "lesson"
    __table_args__ = (UniqueConstraint("course_id", "key"),)
    journal = False

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"))
    key: Mapped[str] = mapped_column(String(60))  # the name of its file, without the number
    position: Mapped[int]
    minutes: Mapped[int]
    cites: Mapped[list[str]]
    explains: Mapped[list[str]]
    checked_on: Mapped[date]  # the day its text was last held against the law in force
    withdrawn_at: Mapped[datetime | None]

    course: Mapped[Course] = relationship(back_populates="lessons")
    texts: Mapped[list["LessonText"]] = relationship(
        back_populates="lesson", cascade="all, delete-orphan", order_by="LessonText.lang"
    )
    questions: Mapped[list["Question"]] = relationship(back_populates="lesson", order_by="Question.position")


class LessonText(Base):
    """A lesson in one language, ready to be shown."""

    __tablename__ = "lesson_text"
    journal = False

    lesson_id: Mapped[int] = mapped_column(ForeignKey("lesson.id"), primary_key=True)
    lang: Mapped[str] = mapped_column(String(8), primary_key=True)
    title: Mapped[str] = mapped_column(String(200))
    objectives: Mapped[list[str]]
    html: Mapped[str] = mapped_column(Text)  # safe; links and figures have their addresses
    bytes: Mapped[int]  # of the html
    figure_bytes: Mapped[int]
    digest: Mapped[str] = mapped_column(String(64))  # of what it was made from
    is_stale: Mapped[bool] = mapped_column(default=False)

    lesson: Mapped[Lesson] = relationship(back_populates="texts")


class Question(Base):
    """One question of a lesson and its right answer, the same in every language."""

    __tablename__ = "question"
    __table_args__ = (UniqueConstraint("lesson_id", "key"),)
    journal = False

    id: Mapped[int] = mapped_column(primary_key=True)
    lesson_id: Mapped[int] = mapped_column(ForeignKey("lesson.id"))
    key: Mapped[str] = mapped_column(String(60))
    position: Mapped[int]
    kind: Mapped[str] = mapped_column(String(10))
    right: Mapped[dict[str, Any]]  # {"is": …} and, of a number, {"tolerance": …}
    passage: Mapped[int]  # the number of the heading that teaches it, from 1
    digest: Mapped[str] = mapped_column(String(64))  # an answer to an older one is refused
    withdrawn_at: Mapped[datetime | None]

    lesson: Mapped[Lesson] = relationship(back_populates="questions")
    texts: Mapped[list["QuestionText"]] = relationship(
        back_populates="question", cascade="all, delete-orphan", order_by="QuestionText.lang"
    )


class QuestionText(Base):
    """The words of a question in one language.

    `words` holds ask, feedback, because, and of choices, left, matches, steps, unit, accepted what fits.
    """

    __tablename__ = "question_text"
    journal = False

    question_id: Mapped[int] = mapped_column(ForeignKey("question.id"), primary_key=True)
    lang: Mapped[str] = mapped_column(String(8), primary_key=True)
    words: Mapped[dict[str, Any]]

    question: Mapped[Question] = relationship(back_populates="texts")


class Figure(Base):
    """A drawing, known by what it is, so that it may be kept for ever by who has fetched it."""

    __tablename__ = "figure"
    journal = False

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    course_slug: Mapped[str] = mapped_column(String(60), index=True)
    name: Mapped[str] = mapped_column(String(80))
    svg: Mapped[str] = mapped_column(Text)


class Learner(Base):
    """Who learns: a person, or a guest known by a word in a cookie that we keep the digest of."""

    __tablename__ = "learner"
    __table_args__ = (CheckConstraint("user_id IS NOT NULL OR digest IS NOT NULL", name="somebody"),)
    journal = False

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"), unique=True)
    digest: Mapped[str | None] = mapped_column(String(64), unique=True)
    began_at: Mapped[datetime] = mapped_column(default=now)
    seen_at: Mapped[datetime] = mapped_column(default=now, index=True)

    user: Mapped[User | None] = relationship()


class Enrolment(Base):
    """A learner in a course: where they are, and whether they have finished."""

    __tablename__ = "enrolment"
    journal = False

    learner_id: Mapped[int] = mapped_column(ForeignKey("learner.id"), primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"), primary_key=True, index=True)
    began_at: Mapped[datetime] = mapped_column(default=now)
    last_lesson_id: Mapped[int | None] = mapped_column(ForeignKey("lesson.id"))
    lang: Mapped[str] = mapped_column(String(8))
    finished_at: Mapped[datetime | None]

    learner: Mapped[Learner] = relationship()
    course: Mapped[Course] = relationship()
    last_lesson: Mapped[Lesson | None] = relationship()


class LessonProgress(Base):
    """A learner in a lesson."""

    __tablename__ = "lesson_progress"
    journal = False

    learner_id: Mapped[int] = mapped_column(ForeignKey("learner.id"), primary_key=True)
    lesson_id: Mapped[int] = mapped_column(ForeignKey("lesson.id"), primary_key=True, index=True)
    opened_at: Mapped[datetime] = mapped_column(default=now)
    read_at: Mapped[datetime | None]


class Attempt(Base):
    """An answer, kept as it was given. The best of several counts."""

    __tablename__ = "attempt"
    __table_args__ = (Index("ix_attempt_learner_question", "learner_id", "question_id"),)
    journal = False

    id: Mapped[int] = mapped_column(primary_key=True)
    learner_id: Mapped[int] = mapped_column(ForeignKey("learner.id"))
    question_id: Mapped[int] = mapped_column(ForeignKey("question.id"), index=True)
    question_digest: Mapped[str] = mapped_column(String(64))  # of the question as it was asked
    given: Mapped[dict[str, Any]]
    is_right: Mapped[bool]
    at: Mapped[datetime] = mapped_column(default=now)
    lang: Mapped[str] = mapped_column(String(8))

    question: Mapped[Question] = relationship()


class CertificateState(StrEnum):
    VALID = "valid"
    REPLACED = "replaced"  # by one with another name
    REVOKED = "revoked"
    WITHDRAWN = "withdrawn"  # at its holder's wish: whose it was is not kept


class Certificate(Base):
    """What says that somebody passed a course: every fact as it was then, for ever."""

    __tablename__ = "certificate"
    __table_args__ = (
        Index(  # one that is valid for each learner in each course
            "uq_certificate_valid",
            "learner_id",
            "course_id",
            unique=True,
            sqlite_where=text("state = 'valid'"),
            postgresql_where=text("state = 'valid'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    serial: Mapped[str] = mapped_column(String(20), unique=True)  # CMS-2026-7KQ4-M2XR, guessed by nobody
    state: Mapped[CertificateState] = mapped_column(default=CertificateState.VALID)
    learner_id: Mapped[int | None] = mapped_column(ForeignKey("learner.id"), index=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"), index=True)
    version: Mapped[int]
    title: Mapped[str] = mapped_column(String(200))
    lang: Mapped[str] = mapped_column(String(8))  # of title and subjects
    holder: Mapped[str] = mapped_column(String(120))  # the name, as the learner wants it printed
    subjects: Mapped[list[str]]  # the titles of the lessons
    right: Mapped[int]
    asked: Mapped[int]
    issued_at: Mapped[datetime] = mapped_column(default=now)
    revoked_at: Mapped[datetime | None]
    revoked_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    why: Mapped[str] = mapped_column(Text, default="")  # it was revoked
    replaced_by_id: Mapped[int | None] = mapped_column(ForeignKey("certificate.id"), index=True)
    revision: Mapped[int] = mapped_column()

    learner: Mapped[Learner | None] = relationship()
    course: Mapped[Course] = relationship()
    replaced_by: Mapped["Certificate | None"] = relationship(remote_side=[id])

    __mapper_args__ = {"version_id_col": revision}


class Sharing(Base):
    """A member lets their organisation see which courses they begin and pass, until they take it back.

    Who leaves and comes back is asked again: only what was said since they joined counts.
    """

    __tablename__ = "sharing"
    journal = False

    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), primary_key=True, index=True)
    agreed_at: Mapped[datetime] = mapped_column(default=now)


class CourseUpload(Base):
    """A course that an editor has brought as a ZIP of its files.

    It is looked at first, and waits; once taken it stands in the place of the course of that name that comes
    with the platform, until it is replaced or given back.
    """

    __tablename__ = "course_upload"
    __table_args__ = (
        Index(
            "ix_course_upload_in_use",
            "slug",
            unique=True,
            sqlite_where=text("taken_at IS NOT NULL AND ended_at IS NULL"),
            postgresql_where=text("taken_at IS NOT NULL AND ended_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(32), unique=True)  # unguessable; for addresses
    slug: Mapped[str] = mapped_column(String(60))
    version: Mapped[int]  # as its course.toml says
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"), index=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    at: Mapped[datetime] = mapped_column(default=now, index=True)
    taken_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]

    file: Mapped[StoredFile] = relationship()
    by: Mapped[User] = relationship()


class CourseLoading(Base):
    """What the last loading found in the files of a course, for its editors."""

    __tablename__ = "course_loading"
    journal = False

    slug: Mapped[str] = mapped_column(String(60), primary_key=True)
    at: Mapped[datetime] = mapped_column(default=now)
    digest: Mapped[str] = mapped_column(String(64))  # of what was loaded, or could not be
    upload_id: Mapped[int | None] = mapped_column(ForeignKey("course_upload.id"))
    notes: Mapped[dict[str, Any]]  # {"faults": [[file, line, words]], "warnings": …}

    upload: Mapped[CourseUpload | None] = relationship()
