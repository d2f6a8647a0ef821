"""Questions as Moodle takes them in: its XML, with the kinds of question that it has without additions.

Putting in order becomes a match of steps with places. What a reader is told here is told there, too: why a
choice is wrong, what follows a right and a wrong answer, and the lesson to read again.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement, tostring

from markupsafe import Markup

from app.foundation.i18n import direction
from app.foundation.text import clean, one_line
from app.learning.queries.courses import Asked
from app.vocabularies.library.words import words_of

PLAIN = {"format": "moodle_auto_format"}
LONGEST, SHORTEST = 255, 100  # characters of a name, and of the number that tells questions apart


@dataclass(frozen=True)
class Section:
    """A lesson and what it asks."""

    key: str
    title: str
    lang: str
    url: str
    questions: Sequence[Asked]


def xml(course: str, sections: Iterable[Section]) -> bytes:
    """A category for each lesson, and below it its questions."""
    quiz = Element("quiz")
    for number, section in enumerate(sections, 1):
        if section.questions:
            _category(quiz, f"$course$/top/{_named(course)}/{number} {_named(section.title)}")
        for one in section.questions:
            _question(quiz, section, one)
    text: bytes = tostring(quiz, encoding="utf-8", xml_declaration=True)
    return text


def _category(quiz: Element, path: str) -> None:
    question = SubElement(quiz, "question", {"type": "category"})
    _text(SubElement(question, "category"), path)


def _named(title: str) -> str:
    """A stroke parts categories; two are one of the name."""
    return one_line(title).replace("/", "//")


def _question(quiz: Element, section: Section, one: Asked) -> None:
    kind, fill = KINDS[one.kind]
    question = SubElement(quiz, "question", {"type": kind})
    _text(SubElement(question, "name"), one_line(str(one.words["ask"]))[:LONGEST])
    unit = one.words.get("unit", "")
    _html(question, "questiontext", f"{one.words['ask']} ({unit})" if unit else one.words["ask"], one.lang)
    again = Markup('<p lang="{}" dir="{}"><a href="{}">{}</a></p>').format(
        section.lang, direction(section.lang), section.url, one_line(section.title)
    )
    _text(SubElement(question, "generalfeedback", {"format": "html"}), again)
    for name, value in (("defaultgrade", "1"), ("penalty", "0"), ("hidden", "0")):
        SubElement(question, name).text = value
    SubElement(question, "idnumber").text = f"{section.key}.{one.key}"[:SHORTEST]
    fill(question, one)


def _choice(question: Element, one: Asked) -> None:
    """A wrong choice among several takes all, as it does here; right ones share the mark."""
    single = one.kind == "one"
    right = {one.right["is"]} if single else set(one.right["is"])
    share, wrong = _share(len(right)), "0" if single else "-100"
    for name, value in (("single", str(single).lower()), ("shuffleanswers", "true")):
        SubElement(question, name).text = value
    SubElement(question, "answernumbering").text = "none"
    _combined(question, one)
    because = one.words.get("because", {})
    for key, words in _in_order(one, "choices"):
        answer = SubElement(
            question, "answer", {"fraction": share if key in right else wrong, "format": "html"}
        )
        _text(answer, _marked(words, one.lang))
        _html(answer, "feedback", because.get(key, ""), one.lang)


def _share(count: int) -> str:
    """One of the fractions that Moodle knows, to its five places."""
    return f"{100 / count:.5f}".rstrip("0").rstrip(".")


def _truth(question: Element, one: Asked) -> None:
    for value in (True, False):
        is_right = value is one.right["is"]
        _answer(question, str(value).lower(), is_right, one)


def _match(question: Element, one: Asked) -> None:
    """What matches nothing is offered as well: for Moodle, a pair without a question."""
    matches, right = one.words["matches"], one.right["is"]
    pairs = [(words, matches[right[key]]) for key, words in _in_order(one, "left")]
    spare = [("", words) for key, words in _in_order(one, "matches") if key not in right.values()]
    _pairs(question, one, [*pairs, *spare])


def _order(question: Element, one: Asked) -> None:
    places = {key: str(place) for place, key in enumerate(one.right["is"], 1)}
    _pairs(question, one, [(words, places[key]) for key, words in _in_order(one, "steps")])


def _pairs(question: Element, one: Asked, pairs: Iterable[tuple[str, str]]) -> None:
    """The second of each is chosen from a list, which shows plain words only."""
    SubElement(question, "shuffleanswers").text = "true"
    _combined(question, one)
    for words, its in pairs:
        pair = SubElement(question, "subquestion", {"format": "html"})
        _text(pair, _marked(words, one.lang) if words else "")
        _text(SubElement(pair, "answer"), one_line(its))


def _number(question: Element, one: Asked) -> None:
    answer = _answer(question, f"{one.right['is']:.12g}", True, one)
    SubElement(answer, "tolerance").text = f"{one.right.get('tolerance', 0):.12g}"
    SubElement(_answer(question, "*", False, one), "tolerance").text = "0"
    for name, value in (
        ("unitgradingtype", "0"),
        ("unitpenalty", "0"),
        ("showunits", "3"),
        ("unitsleft", "0"),
    ):
        SubElement(question, name).text = value


def _words(question: Element, one: Asked) -> None:
    """Here marks and accents do not matter: each spelling stands also without them."""
    SubElement(question, "usecase").text = "0"
    spellings = [one_line(spelling) for spelling in one.words["accepted"]]
    bare = [" ".join(words_of(spelling)) for spelling in spellings]
    for spelling in {told.casefold(): told for told in reversed([*spellings, *bare]) if told}.values():
        _answer(question, spelling.replace("*", "\\*"), True, one)
    _answer(question, "*", False, one)


KINDS: dict[str, tuple[str, Callable[[Element, Asked], None]]] = {
    "one": ("multichoice", _choice),
    "many": ("multichoice", _choice),
    "truth": ("truefalse", _truth),
    "match": ("matching", _match),
    "order": ("matching", _order),
    "number": ("numerical", _number),
    "words": ("shortanswer", _words),
}


def _in_order(one: Asked, part: str) -> list[tuple[str, str]]:
    """The choices, left or steps as their writer ordered them."""
    words: Mapping[str, str] = one.words[part]
    return [(key, words[key]) for key in one.words.get("order", {}).get(part, words)]


def _combined(question: Element, one: Asked) -> None:
    said = one.words.get("feedback", {})
    for name, which in (("correct", "right"), ("partiallycorrect", "wrong"), ("incorrect", "wrong")):
        _html(question, f"{name}feedback", said.get(which, ""), one.lang)


def _answer(question: Element, text: str, is_right: bool, one: Asked) -> Element:
    """An answer in plain words, with what whoever gives it is told."""
    answer = SubElement(question, "answer", {"fraction": "100" if is_right else "0", **PLAIN})
    _text(answer, text)
    said = one.words.get("feedback", {})
    _html(answer, "feedback", said.get("right" if is_right else "wrong", ""), one.lang)
    return answer


def _html(parent: Element, name: str, words: str, lang: str) -> None:
    _text(SubElement(parent, name, {"format": "html"}), _marked(words, lang) if words else "")


def _marked(words: str, lang: str) -> str:
    """Words as HTML that says which language they are in, and where it begins its lines."""
    return str(Markup('<p lang="{}" dir="{}">{}</p>').format(lang, direction(lang), words))


def _text(parent: Element, text: str) -> None:
    SubElement(parent, "text").text = clean(str(text))
