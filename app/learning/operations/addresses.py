"""Where the links of a lesson lead: addresses of the platform in the language of the lesson."""

from flask import current_app

from app.learning.library.figures import Figure
from app.learning.library.known import Known


def places() -> frozenset[str]:
    """The pages that can be named without saying which: their endpoints."""
    return frozenset(
        rule.endpoint
        for rule in current_app.url_map.iter_rules()
        if rule.arguments == {"lang"} and "GET" in (rule.methods or ())
    )


def endpoints() -> frozenset[str]:
    return frozenset(rule.endpoint for rule in current_app.url_map.iter_rules() if "lang" in rule.arguments)


def taken() -> frozenset[str]:
    """What stands beside the courses: /fr/learn/kept is a page, so no course can be called so."""
    rules = (rule.rule.split("/") for rule in current_app.url_map.iter_rules())
    return frozenset(
        parts[3] for parts in rules if parts[2:3] == ["learn"] and parts[3:4] and "<" not in parts[3]
    )


class Addresses:
    """Called with ("place", "reports.calls") it answers "/fr/reports/calls"."""

    def __init__(self, lang: str, course: str, known: Known) -> None:
        self.lang, self.course, self.known = lang, course, known
        self.built = current_app.url_map.bind("")

    def __call__(self, scheme: str, key: str) -> str:
        if scheme == "lesson":
            return self._build("learning.lesson", slug=self.course, lesson=key)
        if scheme == "decision":
            return self._build("vocabularies.show", name="decisions", _anchor=key)
        if scheme == "species":
            return self._build("vocabularies.show", name="species", q=self.known.species[key])
        return self._build(key) if scheme == "place" else f"{scheme}:{key}"

    def figure(self, drawn: Figure) -> str:
        return self._build("learning.figure", digest=drawn.digest)

    def _build(self, endpoint: str, _anchor: str = "", **values: str) -> str:
        address = self.built.build(endpoint, {"lang": self.lang, **values})
        return f"{address}#{_anchor}" if _anchor else address
