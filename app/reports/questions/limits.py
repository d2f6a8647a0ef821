"""How many words a whole report may have, and how many it has."""

from app.reports.questions.kinds import Kind
from app.reports.questions.put import kept
from app.reports.questions.shapes import Template
from app.reports.questions.values import Answers, chosen, words


def narrative_words(template: Template, answers: Answers) -> int:
    """The words of all long texts together."""
    said = kept(template, answers)
    return sum(words(str(value.get("text", ""))) for q, _, value in said if q.kind == Kind.LONG_TEXT)


def most_words(template: Template, answers: Answers) -> int:
    joint = "joint" in chosen(answers.get(("kind", 0)))
    return template.words_joint if joint else template.words_individual


def too_long(template: Template, answers: Answers) -> tuple[int, int] | None:
    """(words, most) where the whole narrative is longer than this kind of report may be."""
    count, most = narrative_words(template, answers), most_words(template, answers)
    return (count, most) if count > most else None
