"""The template as data: what is asked, what is shown, what is missing and what is too long.

Pure functions over Pydantic shapes. Answers are a mapping {(question key, row): value}; row 0 is
outside tables. The value by kind of question is told in models.Answer. Of what lies outside, only
the vocabularies are asked, for the words they know, and the clock. What is named here is what the rest
of the room may use.
"""

from app.reports.questions.checks import Problem, SectionState, all_problems, missing, problems, state_of
from app.reports.questions.kinds import TEXTS, WORDS_OF_OURS, Kind
from app.reports.questions.limits import most_words, narrative_words, too_long
from app.reports.questions.put import kept, removed_rows, row_is_empty, rows, with_own_name
from app.reports.questions.shapes import Option, Question, Section, Template
from app.reports.questions.stored import canonical, digest_of, known, template_of
from app.reports.questions.values import SAFE_LENGTH, Answers, chosen, is_coarse, is_empty, with_files, words
from app.reports.questions.whole import look_through

__all__ = [
    "SAFE_LENGTH",
    "TEXTS",
    "WORDS_OF_OURS",
    "Answers",
    "Kind",
    "Option",
    "Problem",
    "Question",
    "Section",
    "SectionState",
    "Template",
    "all_problems",
    "canonical",
    "chosen",
    "digest_of",
    "is_coarse",
    "is_empty",
    "kept",
    "known",
    "look_through",
    "missing",
    "most_words",
    "narrative_words",
    "problems",
    "removed_rows",
    "row_is_empty",
    "rows",
    "state_of",
    "template_of",
    "too_long",
    "with_files",
    "with_own_name",
    "words",
]
