"""A course made of rows, as loading leaves it: two lessons, English and French, a question of every kind."""

from datetime import date
from pathlib import Path

from sqlalchemy import select

from app.foundation import audit
from app.foundation.clock import now
from app.foundation.db import session, transaction
from app.learning.library import zips
from app.learning.models import (
    Certificate,
    Course,
    CourseLoading,
    CourseText,
    Figure,
    Learner,
    Lesson,
    LessonText,
    Question,
    QuestionText,
)
from app.learning.operations import certifying, importing, shelves

GOOD = Path(__file__).parent / "good"
DIGEST = "a" * 64
FIGURE = "f" * 64
HTML = {
    "en": '<h2 id="one-journey">One journey</h2><p>Birds cross borders.</p>'
    '<h2 id="three-lines">Three lines</h2><p>Counting <strong>storks</strong>.</p>',
    "fr": '<h2 id="one-journey">Un voyage</h2><p>Les oiseaux passent les frontières.</p>'
    '<h2 id="three-lines">Trois lignes</h2><p>Compter les <strong>cigognes</strong>.</p>',
}
FEEDBACK = {
    "en": {"right": "Yes, every State on the way.", "wrong": "Look at the way once more."},
    "fr": {"right": "Oui, chaque État du trajet.", "wrong": "Regardez encore le trajet."},
}
ASKED = {  # key: (kind, what is right, more of it, the words in English, in French)
    "border": (
        "one",
        "b",
        {},
        {
            "ask": "Who must act?",
            "choices": {"a": "One State", "b": "All States"},
            "because": {"a": "One is too few."},
        },
        {"ask": "Qui doit agir ?", "choices": {"a": "Un État", "b": "Tous les États"}, "because": {}},
    ),
    "threats": (
        "many",
        ["nets", "drought"],
        {},
        {"ask": "Which are threats?", "choices": {"nets": "Nets", "drought": "Drought", "maps": "Maps"}},
        {
            "ask": "Quelles menaces ?",
            "choices": {"nets": "Filets", "drought": "Sécheresse", "maps": "Cartes"},
        },
    ),
    "binding": ("truth", True, {}, {"ask": "It binds."}, {"ask": "Elle lie."}),
    "animals": (
        "match",
        {"aewa": "birds", "acap": "albatross"},
        {},
        {
            "ask": "Match.",
            "left": {"aewa": "AEWA", "acap": "ACAP"},
            "matches": {"birds": "Waterbirds", "albatross": "Albatrosses"},
        },
        {
            "ask": "Associez.",
            "left": {"aewa": "AEWA", "acap": "ACAP"},
            "matches": {"birds": "Oiseaux d’eau", "albatross": "Albatros"},
        },
    ),
    "road": (
        "order",
        ["send", "check", "table"],
        {},
        {"ask": "In which order?", "steps": {"send": "Send", "check": "Check", "table": "Table"}},
        {"ask": "Dans quel ordre ?", "steps": {"send": "Envoyer", "check": "Vérifier", "table": "Présenter"}},
    ),
    "days": (
        "number",
        90,
        {"tolerance": 0},
        {"ask": "How long?", "unit": "days"},
        {"ask": "Combien ?", "unit": "jours"},
    ),
    "symbol": (
        "words",
        None,
        {},
        {"ask": "Which mark?", "accepted": ["Inf."]},
        {"ask": "Quelle cote ?", "accepted": ["Inf.", "info"]},
    ),
}
RIGHT = {
    "border": {"answer": "b"},
    "threats": {"answer": ["nets", "drought"]},
    "binding": {"answer": "true"},
    "animals": {"match-aewa": "birds", "match-acap": "albatross"},
    "road": {"place-send": "1", "place-check": "2", "place-table": "3"},
    "days": {"answer": "90"},
    "symbol": {"answer": "inf"},
}
WRONG = {
    "border": {"answer": "a"},
    "threats": {"answer": ["maps"]},
    "binding": {"answer": "false"},
    "animals": {"match-aewa": "albatross", "match-acap": "birds"},
    "road": {"place-send": "3", "place-check": "2", "place-table": "1"},
    "days": {"answer": "9"},
    "symbol": {"answer": "Doc"},
}


def a_course(slug="flyways", languages=("en", "fr"), kinds=tuple(ASKED), **given):
    """The lesson `journeys` asks of these kinds; the lesson `after` asks one thing, in English only."""
    values = {
        "position": 1,
        "level": "beginner",
        "audiences": ["new", "teaching"],
        "pass_mark": 80,
        "version": 1,
        "licence": "CC BY 4.0",
        "cites": [],
        "explains": [],
        "digest": DIGEST,
    }
    titles = {"en": "Flyways", "fr": "Voies de migration", "ar": "مسارات الهجرة"}
    course = Course(slug=slug, languages=list(languages), **values | given)
    course.texts = [
        CourseText(lang=code, title=titles[code], summary=f"About it ({code}).", audience=f"You ({code}).")
        for code in languages
    ]
    course.lessons = [
        a_lesson("journeys", 1, languages, [a_question(key, n) for n, key in enumerate(kinds)]),
        a_lesson("after", 2, ("en",), [a_question("border", 0, ("en",))]),
    ]
    with transaction():
        session.add(course)
        if session.get(Figure, FIGURE) is None:
            session.add(Figure(digest=FIGURE, course_slug=slug, name="map", svg="<svg/>"))
        if course.withdrawn_at is None:
            session.add(CourseLoading(slug=slug, digest=course.digest, notes={"faults": [], "warnings": []}))
        audit.record("course.load", course, actor=None)
    return course


def a_brought_course(slug, person, *, taken=False):
    """The small course as a ZIP that an editor has sent; when it is taken, readers see it."""
    contents = shelves.files_in(GOOD.parent, GOOD.name)
    looked = importing.look_through(zips.pack(slug, contents), called=f"{slug}.zip")
    upload = importing.bring(looked, actor=person)
    if taken:
        importing.take_in(upload, seen="", actor=person)
    return upload


def a_lesson(key, position, languages, questions, **given):
    values = {"minutes": 9, "cites": [], "explains": [], "checked_on": date(2026, 11, 24)}
    titles = {"en": f"The {key}", "fr": f"Les {key} en français", "ar": "درس"}
    html = {code: HTML.get(code, HTML["en"]) for code in languages}
    lesson = Lesson(key=key, position=position, questions=questions, **values | given)
    lesson.texts = [
        LessonText(
            lang=code,
            title=titles[code],
            objectives=[f"You can say why ({code})."],
            html=html[code],
            bytes=len(html[code].encode()),
            figure_bytes=0,
            digest=DIGEST,
        )
        for code in languages
    ]
    return lesson


def a_question(key, position, languages=("en", "fr")):
    kind, right, more, *told = ASKED[key]
    words = dict(zip(("en", "fr"), told, strict=True))
    question = Question(
        key=key, kind=kind, position=position, passage=2, digest=DIGEST, right={"is": right} | more
    )
    question.texts = [
        QuestionText(lang=code, words=words[code] | {"feedback": FEEDBACK[code]})
        for code in languages
        if code in words
    ]
    return question


def send(client, key, fields, *, lesson="journeys", lang="en", slug="flyways", seen=DIGEST, **more):
    """Answer a question as its form does."""
    address = f"/{lang}/learn/{slug}/{lesson}/questions/{key}"
    return client.post(address, data={"seen": seen, **fields}, **more)


def a_certificate(person, course, state="valid", **given):
    """As if the person had passed."""
    values = {"serial": certifying.new_serial(), "version": 1, "title": "Flyways", "lang": "en"}
    values |= {"holder": person.name, "subjects": ["The journeys"], "right": 7, "asked": 8, "state": state}
    if state == "revoked":
        values |= {"revoked_at": now(), "why": "For a reason."}
    with transaction():
        learner = session.scalar(select(Learner).where(Learner.user_id == person.id))
        learner = learner or Learner(user_id=person.id)
        certificate = Certificate(learner=learner, course=course, **values | given)
        session.add(certificate)
        session.flush()
        audit.record("test.a_certificate", certificate, actor=None)
    return certificate


def pass_all(client, slug="flyways"):
    """Answer every question rightly."""
    for key in ASKED:
        send(client, key, RIGHT[key], slug=slug)
    send(client, "border", RIGHT["border"], lesson="after", slug=slug)
