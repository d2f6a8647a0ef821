"""Courses as their editors see them: where each comes from, and what its last loading found."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, select
from sqlalchemy.orm import joinedload, selectinload

from app.accounts.models import Reader
from app.foundation.clock import now
from app.foundation.db import session
from app.foundation.errors import NotFound
from app.foundation.i18n import Said, said
from app.learning import policy
from app.learning.models import Course, CourseLoading, CourseUpload

WAITS = timedelta(hours=2)  # what was brought and not taken


@dataclass(frozen=True)
class Kept:
    """A course on the editors' desk; without a course of rows when it never could be loaded."""

    slug: str
    titles: Mapping[str, str]
    languages: Sequence[str]
    version: int | None
    faults: Sequence[Any]  # [file, line, words]
    warnings: Sequence[Any]
    loaded_at: datetime
    digest: str  # of the course as it is shown; empty when none is
    upload: CourseUpload | None  # that it comes from; else it comes with the platform

    @property
    def source(self) -> str:
        return self.languages[0] if self.languages else "en"

    def title(self, lang: str) -> Said:
        return said(self.titles or {"en": self.slug}, lang, own=self.source)


_NOTED: Any = (
    select(CourseLoading, Course)
    .outerjoin(Course, and_(Course.slug == CourseLoading.slug, Course.withdrawn_at.is_(None)))
    .options(
        selectinload(Course.texts),
        joinedload(CourseLoading.upload).joinedload(CourseUpload.by),
        joinedload(CourseLoading.upload).joinedload(CourseUpload.file),
    )
    .order_by(Course.position.is_(None), Course.position, CourseLoading.slug)
)


def on_desk() -> list[Kept]:
    """Every course that there is or that could not be loaded, in the order of the catalogue."""
    return [_kept(*row) for row in session.execute(_NOTED)]


def get_kept(slug: str) -> Kept:
    row = session.execute(_NOTED.where(CourseLoading.slug == slug)).first()
    if row is None:
        raise NotFound("not_found")
    return _kept(*row)


def in_use(slug: str | None = None) -> Sequence[CourseUpload]:
    """What editors have brought and every loading takes; of one name at most one."""
    wanted = _USED if slug is None else _USED.where(CourseUpload.slug == slug)
    return session.scalars(wanted.order_by(CourseUpload.slug)).all()


def get_in_use(slug: str) -> CourseUpload:
    found = session.scalar(_USED.where(CourseUpload.slug == slug))
    if found is None:
        raise NotFound("not_found")
    return found


def earlier(slug: str) -> Sequence[CourseUpload]:
    """What was ever taken under this name, the latest first."""
    taken = _WHOLE.where(CourseUpload.slug == slug, CourseUpload.taken_at.is_not(None))
    return session.scalars(taken.order_by(CourseUpload.id.desc()).limit(50)).all()


def get_taken(slug: str, key: str) -> CourseUpload:
    found = session.scalar(
        _WHOLE.where(CourseUpload.slug == slug, CourseUpload.key == key, CourseUpload.taken_at.is_not(None))
    )
    if found is None:
        raise NotFound("not_found")
    return found


def get_waiting(key: str, *, reader: Reader) -> CourseUpload:
    """What its bringer has not taken yet, for a while; it is there for nobody else."""
    found = session.scalar(_WHOLE.where(CourseUpload.key == key, CourseUpload.by_id == reader.id))
    if found is None or not policy.brings_courses(reader) or not is_waiting(found):
        raise NotFound("not_found")
    return found


def is_waiting(upload: CourseUpload) -> bool:
    return upload.taken_at is None and now() - upload.at < WAITS


_WHOLE = select(CourseUpload).options(joinedload(CourseUpload.file), joinedload(CourseUpload.by))
_USED = _WHOLE.where(CourseUpload.taken_at.is_not(None), CourseUpload.ended_at.is_(None))


def _kept(noted: CourseLoading, course: Course | None) -> Kept:
    return Kept(
        noted.slug,
        {text.lang: text.title for text in course.texts} if course else {},
        course.languages if course else (),
        course.version if course else None,
        noted.notes["faults"],
        noted.notes["warnings"],
        noted.at,
        course.digest if course else "",
        noted.upload,
    )
