"""Packages of a course: made once from what the course is, kept, and known by their size."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from flask import current_app

from app.foundation import made
from app.foundation.errors import Busy
from app.foundation.i18n import current_lang
from app.learning.queries import courses
from app.learning.queries.courses import Shown
from app.learning.views.packages import pages
from app.learning.views.packages.archive import zipped
from app.learning.views.packages.content import gather
from app.learning.views.packages.manifest import manifest
from app.vocabularies import queries as vocabularies


@dataclass(frozen=True)
class Source:
    """What the packages of a course are made from, in the language of the reader."""

    course: Shown
    digest: str  # of all its files
    changed: Mapping[str, str]  # texts that its lessons cite, as they stand now


def source(course: Shown) -> Source:
    digest, cites = courses.made_from(course)
    return Source(course, digest, vocabularies.changed_texts(cites))


def packed(source: Source, kind: str) -> bytes:
    """Made at the first asking."""
    return made.bytes_of(_name(source, kind), lambda: KINDS[kind](source))


def size(source: Source, kind: str) -> int | None:
    """Whoever is the first to ask has it made, in no time; while others make something, nobody waits."""
    name = _name(source, kind)
    known = made.size_of(name)
    if known is None:
        try:
            known = len(made.bytes_of(name, lambda: KINDS[kind](source), patience=0))
        except Busy:
            return None
    return known


def _offline(source: Source) -> bytes:
    content = gather(source.course, source.changed, framed=False)
    return zipped(pages.offline(content), content.as_of)


def _scorm(source: Source) -> bytes:
    content = gather(source.course, source.changed, framed=True)
    files = pages.framed(content)
    shared = sorted(file for file in files if file.startswith("course."))
    files["imsmanifest.xml"] = manifest(content, shared)
    return zipped(files, content.as_of)


KINDS: dict[str, Callable[[Source], bytes]] = {"offline": _offline, "scorm": _scorm}


def _name(source: Source, kind: str) -> str:
    lang, base = current_lang(), current_app.config["BASE_URL"]
    shape = ("package", kind, pages.print_of(lang), base, lang)
    return made.name_of(*shape, source.course.slug, source.digest, sorted(source.changed.items()))
