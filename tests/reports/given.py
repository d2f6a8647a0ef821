"""A report's answers, as a writer would give them."""

from app.reports.operations.answers import Given, save_answers
from tests.factories import a_report

COMPLETE = {
    ("kind", 0): {"chosen": ["individual"]},
    ("a1", 0): {"text": "Society of the Flyway (example)"},
    ("a3", 0): {"chosen": ["national_without"]},
    ("a4", 0): {"chosen": ["KE", "TZ"]},
    ("a5", 0): {"text": "Amara"},
    ("a5_email", 0): {"text": "amara@example.org"},
    ("b1", 0): {"text": "We counted birds.\n\nFewer nets were found."},
    ("c1", 0): {"chosen": ["cms"]},
    ("c3", 0): {"chosen": ["numenius-arquata"]},
    ("d1", 1): {"text": "Walks along the shore"},
    ("d2", 1): {"chosen": ["monitoring"]},
    ("d3_start", 1): {"day": "2025-03-01"},
    ("d6", 1): {"text": "Nets per 10 km fell by half."},
    ("d6_figure", 1): {"number": "640", "unit": "walks"},
    ("f3_consulted", 0): {"chosen": ["no"]},
    ("f3_committee", 0): {"chosen": ["unknown"]},
    ("f3_seat", 0): {"chosen": ["no"]},
    ("j1", 0): {"ticked": True},
    ("j2", 0): {"ticked": True},
    ("j3", 0): {"text": "None"},
    ("j4", 0): {"chosen": ["cc_by"]},
    ("j5", 0): {"text": "Amara, Director"},
    ("j5_date", 0): {"day": "2025-11-20"},
}


def save(report, actor, answers, seen=0, lang="en", tried=()):
    """Save answers the way a page does."""
    given = [Given(key, row, value, lang, seen, tried) for (key, row), value in answers.items()]
    return save_answers(report.number, given, actor=actor)


def a_complete_report(cast, **given):
    """A draft in which nothing is missing."""
    report = a_report(cast, **given)
    save(report, cast.amara, COMPLETE)
    return report
