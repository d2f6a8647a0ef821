"""The lessons of a course: their text, their questions, and whether translations keep step."""

import re
from collections.abc import Iterable

from app.foundation.markdown import is_a_trap
from app.learning.library import figures, lined, questions, scan, shapes, texts
from app.learning.library.parts import Lesson, LessonText, Question
from app.learning.library.sources import Source

STEM = re.compile(r"(\d\d)-([a-z0-9]+(?:-[a-z0-9]+)*)")
LONGEST = 60_000  # bytes of a lesson's text


class Lessons:
    """Reads one lesson after the other, in every language it is there in."""

    def __init__(
        self, source: Source, languages: list[str], stems: list[str], drawn: dict[str, figures.Figure]
    ) -> None:
        self.source, self.languages, self.drawn = source, languages, drawn
        self.stems, self.keys = stems, {stem[3:] for stem in stems}
        self.shown: set[str] = set()  # the figures that some lesson shows

    def read(self) -> list[Lesson]:
        return [lesson for stem in self.stems if (lesson := self._lesson(stem))]

    def _lesson(self, stem: str) -> Lesson | None:
        first, *others = self.languages
        file = f"{first}/{stem}.md"
        parted = self.source.parted(file)
        head = self.source.shaped(file, parted and parted[0], shapes.LessonHead)
        if parted is None or head is None:
            return None
        toml, body = parted
        self.source.cites(file, toml, head.cites)
        for topic in head.explains:
            if topic not in self.source.known.topics:
                told = f"explains {topic!r}, which is no place of the platform"
                self.source.fault(file, toml.line(("explains",)), told)
        lesson = Lesson(stem[3:], int(stem[:2]), stem, head)
        lesson.texts[first] = LessonText(head.title, head.objectives, body)
        lesson.questions = self._questions(f"{first}/{stem}.toml", first, body)
        self._body(file, body)
        for lang in others:
            if (self.source.root / lang / f"{stem}.md").exists():
                self._translation(lesson, lang)
        return lesson

    def _translation(self, lesson: Lesson, lang: str) -> None:
        source = lesson.texts[self.languages[0]]
        file = f"{lang}/{lesson.stem}.md"
        parted = self.source.parted(file)
        head = self.source.shaped(file, parted and parted[0], shapes.TranslatedHead)
        if parted is None or head is None:
            return
        toml, body = parted
        self._body(file, body)
        here, there = ([one.level for one in scan.headings(text)] for text in (body, source.body))
        if here != there:
            told = f"its headings are of levels {here}, those of the source of {there}"
            self.source.fault(file, body.first_line, told)
        if len(head.objectives) != len(source.objectives):
            told = f"has {len(head.objectives)} objectives, the source {len(source.objectives)}"
            self.source.fault(file, toml.line(("objectives",)), told)
        self._translated_questions(f"{lang}/{lesson.stem}.toml", lang, lesson)
        is_stale = self.source.is_stale(
            file, toml.line(("of",)), head.of, texts.stamp_of_lesson(source, lesson.questions)
        )
        lesson.texts[lang] = LessonText(head.title, head.objectives, body, is_stale, head.of)

    def _body(self, file: str, body: scan.Body) -> None:
        for line, words in scan.misplaced(body):
            self.source.fault(file, line, words)
        if len(body.text.encode()) > LONGEST:
            self.source.fault(file, None, f"is heavier than {LONGEST:,} bytes: make two lessons of it")
        if is_a_trap(body.text):
            self.source.fault(file, None, "has more marks and brackets than anybody writes")
        shown = set()
        for link in scan.links(body):
            if link.is_figure:
                shown.add(link.target)
            for words in texts.wrongs_of_link(link, self.source.known, self.keys, self.source.root):
                self.source.fault(file, link.line, words)
        self.shown |= shown
        weight = sum(self.drawn[name].bytes for name in shown if name in self.drawn)
        if weight > figures.HEAVIEST_OF_LESSON:
            told = f"its figures weigh {weight:,} bytes; {figures.HEAVIEST_OF_LESSON:,} is the most"
            self.source.fault(file, None, told)

    # -------------------------------------------------------------- questions

    def _questions(self, file: str, source: str, body: scan.Body) -> list[Question]:
        toml = self.source.toml(file)
        shaped = self.source.shaped(file, toml, shapes.QuestionsFile)
        if toml is None or shaped is None:
            return []
        passages = sum(heading.level == 2 for heading in scan.headings(body))
        seen: set[str] = set()
        for at, question in enumerate(shaped.questions):
            found = list(questions.wrongs(question))
            if question.passage > passages:
                found.append((("passage",), f"there is no passage {question.passage}, only {passages}"))
            if question.key in seen:
                found.append((("key",), "this key stands twice"))
            seen.add(question.key)
            self._blame(file, toml, at, question.key, found)
        return [Question(one, {source: questions.words_of_question(one)}) for one in shaped.questions]

    def _translated_questions(self, file: str, lang: str, lesson: Lesson) -> None:
        if not (self.source.root / file).exists():
            self.source.warn(file, None, "is not there yet: readers are asked in the source's language")
            return
        toml = self.source.toml(file)
        shaped = self.source.shaped(file, toml, shapes.TranslatedQuestions)
        if toml is None or shaped is None or not lesson.questions:
            return
        here, there = [one.key for one in shaped.questions], [one.source.key for one in lesson.questions]
        if here != there:
            told = f"its questions are {', '.join(here)}; the source has {', '.join(there)}"
            self.source.fault(file, None, told)
            return
        for at, (question, translated) in enumerate(zip(lesson.questions, shaped.questions, strict=True)):
            self._blame(file, toml, at, translated.key, questions.out_of_step(question.source, translated))
            told_in_order = questions.words_of_question(question.source)["order"]
            question.words[lang] = questions.words_of_question(translated) | {"order": told_in_order}

    def _blame(
        self, file: str, toml: lined.Lined, at: int, key: str, found: Iterable[questions.Wrong]
    ) -> None:
        for way, words in found:
            self.source.fault(file, toml.line(("questions", at, *way)), f"question {key}: {words}")
