"""A certificate on paper, for whom it belongs to: what stands on its page, and a code that leads there."""

from datetime import datetime
from pathlib import Path
from typing import Any
from unicodedata import bidirectional

import segno
from flask import current_app
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import pgettext

from app.accounts.session import me
from app.foundation import limits, paper
from app.foundation.errors import Conflict, NotAllowed
from app.foundation.i18n import current_lang, day, language_name
from app.foundation.web import signed_in
from app.learning.models import CertificateState
from app.learning.policy import is_own
from app.learning.queries import certificates
from app.learning.queries.certificates import Printed
from app.learning.views.certificates import address_of
from app.learning.views.room import bp

TEMPLATE = Path(__file__).with_name("diploma.typ")
RUNS = {"L": "ltr", "R": "rtl", "AL": "rtl"}


@bp.get("/certificates/<serial>.pdf")
@limits.limit_reading(limits.place, "120 per hour")
@signed_in
def diploma(serial: str) -> ResponseReturnValue:
    """Set anew each time: a name is kept in one place only, where it can be taken away."""
    found = certificates.get_certificate(serial)
    if not is_own(me(), found):
        raise NotAllowed("not_allowed")
    if found.state is not CertificateState.VALID:
        raise Conflict("moved_on")
    told = told_of(certificates.printed(found), current_lang())
    answer = paper.answer(paper.pdf(TEMPLATE, told, on=found.issued_at.date()), found.serial)
    answer.headers["Cache-Control"] = "no-store"  # it bears a name, and phones are shared
    return answer


def told_of(one: Printed, lang: str) -> dict[str, Any]:
    """In the language of the page; title and subjects stay in that of the course."""
    address = address_of(one.serial)
    return {
        "lang": lang,
        "heading": _("Certificate %(serial)s", serial=one.serial),
        "kind": pgettext("certificate", "Certificate"),
        "house": [_("Civil Society Platform"), _("Convention on Migratory Species and its Family")],
        "example": _("Demonstration: all examples are invented.")
        if current_app.config["DEMONSTRATION"]
        else "",
        "holder": {"words": one.holder, "dir": _way_of(one.holder)},
        "passed": pgettext("certificate", "Has passed the course"),
        "course": {"words": one.title, "lang": one.lang, "subjects": list(one.subjects)},
        "subjects": pgettext("certificate", "Subjects"),
        "facts": _facts(one, lang),
        "check": pgettext("certificate", "Check it at"),
        "address": address,
        "code": code_of(address),
    }


def code_of(address: str) -> str:
    """A QR code as a drawing. It is read with a quarter of it lost, as after a fold or a stain."""
    return str(segno.make(address, error="q", micro=False).svg_inline(scale=4, border=0, dark="#06313b"))


def _facts(one: Printed, lang: str) -> list[list[str]]:
    result = _("%(right)s of %(asked)s questions right", right=one.right, asked=one.asked)
    return [
        [pgettext("certificate", "Result"), result],
        [pgettext("certificate", "Language of the course"), language_name(one.lang, lang)],
        [pgettext("certificate", "Version of the course"), str(one.version)],
        [pgettext("certificate", "Issued on"), _on(one.issued_at)],
        *([[pgettext("certificate", "In this name since"), _on(one.renamed_at)]] if one.renamed_at else []),
        [pgettext("certificate", "Serial"), one.serial],
    ]


def _on(at: datetime) -> str:
    return str(day(at).striptags())


def _way_of(words: str) -> str:
    """Of the first letter that has one."""
    return next((RUNS[way] for sign in words if (way := bidirectional(sign)) in RUNS), "ltr")
