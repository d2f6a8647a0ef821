"""A course, read from its folder: everything it says, or everything that is wrong with it."""

import re
from pathlib import Path
from typing import NamedTuple

from app.learning.library import figures, lined, prints, shapes, texts
from app.learning.library.faults import Fault
from app.learning.library.known import Known
from app.learning.library.lessons import STEM, Lessons
from app.learning.library.parts import Course, Lesson
from app.learning.library.sources import Source

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
NOT_COURSES = frozenset({"schemas"})
LONGEST_SLUG = 60
ABOUT = "course.toml"
KINDS_NEEDED = 3


class Read(NamedTuple):
    """Without a course where there are faults; warnings stop nothing."""

    course: Course | None
    faults: list[Fault]
    warnings: list[Fault]


def slugs(folder: Path) -> list[str]:
    """The courses of a folder, by their names."""
    return sorted(
        entry.name
        for entry in folder.iterdir()
        if entry.is_dir() and entry.name not in NOT_COURSES and not entry.name.startswith(".")
    )


def print_of(folder: Path, slug: str) -> str:
    """One fingerprint of all files of a course, with their names."""
    paths = sorted(path for path in (folder / slug).rglob("*") if path.is_file())
    return prints.digest(*((path.relative_to(folder).as_posix(), path.read_bytes().hex()) for path in paths))


def read(folder: Path, slug: str, known: Known) -> Read:
    """The course in that folder; never raises for what an editor wrote."""
    reading = Reading(Source(folder, slug, known))
    course = reading.course()
    found = list(reading.source.notes)
    faults = [one for one in found if not one.is_warning]
    return Read(None if faults else course, faults, [one for one in found if one.is_warning])


class Reading:
    """One reading of one course, from its course.toml to its last question."""

    def __init__(self, source: Source) -> None:
        self.source = source

    def course(self) -> Course | None:
        slug = self.source.slug
        if not SLUG.fullmatch(slug) or len(slug) > LONGEST_SLUG:
            self.source.notes.fault(slug, None, "a folder is named with small letters, digits and -")
        if slug in self.source.known.taken:
            self.source.notes.fault(slug, None, "is the address of another page: name the folder otherwise")
        toml = self.source.toml(ABOUT)
        about = self.source.shaped(ABOUT, toml, shapes.CourseFile)
        if toml is None or about is None:
            return None
        self._languages(toml, about)
        self._words(toml, about)
        self.source.cites(ABOUT, toml, about.cites)
        self._folders(about)
        drawn = self._figures()
        reader = Lessons(self.source, about.languages, self._stems(about), drawn)
        lessons = reader.read()
        self._kinds(lessons)
        for name in sorted(set(drawn) - reader.shown):
            self.source.warn(name, None, "no lesson shows it")
        return Course(slug, about, self._stale(toml, about), lessons, drawn)

    def _languages(self, toml: lined.Lined, about: shapes.CourseFile) -> None:
        line = toml.line(("languages",))
        for at, lang in enumerate(about.languages):
            if lang not in self.source.known.langs:
                self.source.fault(ABOUT, line, f"language {lang!r} is none of the platform's")
            if lang in about.languages[:at]:
                self.source.fault(ABOUT, line, f"language {lang!r} stands twice")
            if lang not in about.words:
                self.source.fault(ABOUT, line, f"[words.{lang}] is missing")

    def _words(self, toml: lined.Lined, about: shapes.CourseFile) -> None:
        for lang, words in about.words.items():
            line = toml.line(("words", lang))
            if lang not in about.languages:
                self.source.fault(ABOUT, line, f"{lang!r} is not among the languages of the course")
            elif words.of is None and lang != about.languages[0]:
                self.source.fault(ABOUT, line, f"words.{lang}.of is missing")
            elif words.of is not None and lang == about.languages[0]:
                self.source.fault(ABOUT, line, "the source is of nothing: only translations have of")

    def _stale(self, toml: lined.Lined, about: shapes.CourseFile) -> set[str]:
        source, *others = about.languages
        if not set(about.languages) <= set(about.words):
            return set()
        now = texts.stamp_of_words(about.words[source])
        return {
            lang
            for lang in others
            if self.source.is_stale(ABOUT, toml.line(("words", lang, "of")), about.words[lang].of, now)
        }

    def _folders(self, about: shapes.CourseFile) -> None:
        for path in sorted(self.source.root.rglob("*")):
            name = path.relative_to(self.source.root).as_posix()
            if path.is_symlink():
                self.source.fault(name, None, "is a link to somewhere else")
            elif path.is_dir() and name != "figures" and name not in about.languages:
                told = "is a language that course.toml does not name"
                self.source.fault(
                    name, None, told if re.fullmatch("[a-z]{2}", name) else "is no folder of a course"
                )
            elif path.is_file() and "/" not in name and name != "course.toml":
                self.source.fault(name, None, "is no file of a course")

    def _figures(self) -> dict[str, figures.Figure]:
        drawn: dict[str, figures.Figure] = {}
        for path in sorted((self.source.root / "figures").glob("*")):
            name = f"figures/{path.name}"
            if not re.fullmatch(r"[a-z0-9-]{1,70}\.svg", path.name):
                self.source.fault(name, None, "figures are named like flight-way.svg")
                continue
            figure, wrong = figures.read(self.source.slug, path.name, path.read_bytes())
            for line, words in wrong:
                self.source.fault(name, line, words)
            if figure:
                drawn[name] = figure
        return drawn

    def _stems(self, about: shapes.CourseFile) -> list[str]:
        """The lessons of the source; in other languages there may be fewer, but no others."""
        source, *others = about.languages
        stems = self._stems_in(source)
        if not stems:
            self.source.fault(source, None, "there is no lesson")
        for kind in (0, 1):
            self._once(source, stems, kind)
        for lang in others:
            there = self._stems_in(lang)
            for stem in sorted(set(there) - set(stems)):
                self.source.fault(
                    f"{lang}/{stem}.md", None, f"there is no {source}/{stem}.md that it translates"
                )
            for stem in sorted(set(stems) - set(there)):
                self.source.warn(f"{lang}/{stem}.md", None, "is not there yet: readers are shown the source")
        return stems

    def _once(self, source: str, stems: list[str], kind: int) -> None:
        """No two lessons with one number, nor with one key."""
        seen: dict[str, str] = {}
        for stem in stems:
            part = stem.split("-", 1)[kind]
            if part in seen:
                told = f"has the {('number', 'key')[kind]} of {seen[part]}"
                self.source.fault(f"{source}/{stem}.md", None, told)
            seen[part] = stem

    def _stems_in(self, lang: str) -> list[str]:
        stems = set()
        for path in sorted((self.source.root / lang).glob("*")):
            name = f"{lang}/{path.name}"
            if not STEM.fullmatch(path.stem) or path.suffix not in (".md", ".toml"):
                self.source.fault(
                    name,
                    None,
                    "a lesson is named like 01-why-migration.md, its questions the same with .toml",
                )
            elif path.suffix == ".md":
                stems.add(path.stem)
            elif not path.with_suffix(".md").exists():
                self.source.fault(name, None, "belongs to no lesson")
        return sorted(stems)

    def _kinds(self, lessons: list[Lesson]) -> None:
        kinds = {question.source.kind for lesson in lessons for question in lesson.questions}
        if len(kinds) < KINDS_NEEDED and not self.source.notes.any_faults:
            told = f"its questions are of {len(kinds)} kinds; a course has at least {KINDS_NEEDED}"
            self.source.fault(ABOUT, None, told)
