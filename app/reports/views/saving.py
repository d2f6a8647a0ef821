"""The door that keeps one answer for the script, while somebody types."""

from functools import partial
from zoneinfo import ZoneInfo

from flask import jsonify
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.session import me, somebody
from app.foundation.errors import DomainError, NotFound
from app.foundation.refusals import STATUS, sentence_of
from app.foundation.web import signed_in
from app.reports.operations import answers as operations
from app.reports.operations.answers import Given, Kept
from app.reports.queries import filing as queries
from app.reports.views.room import bp
from app.reports.views.section import sent_for


@bp.route("/<number>/answers/<question>/<int:row>", methods=["POST"])
@signed_in
def save_answer(number: str, question: str, row: int) -> ResponseReturnValue:
    """One answer at a time, for autosave.js; it says what it kept, or why it could not."""
    try:
        kept = operations.save_answers(number, partial(_one_answer, question, row), actor=somebody())
    except DomainError as error:
        return jsonify(sentence=sentence_of(error)), STATUS[type(error)]
    if kept.clashes:
        return _told_of_clash(kept.clashes[0])
    return jsonify(
        saved_at=kept.at.isoformat(timespec="seconds"),
        said=_("Saved at %(time)s", time=_hour(kept, me().time_zone)),
        revision=kept.revisions.get((question, row), 0),
    )


def _one_answer(question: str, row: int, place: queries.Place) -> list[Given]:
    asked = queries.shape_of(place.template_id, place.digest).section_of(question)
    if asked is None:
        raise NotFound("not_found")
    return [given for given in sent_for(asked, place.lang) if (given.question, given.row) == (question, row)]


def _told_of_clash(clash: operations.Clash) -> ResponseReturnValue:
    sentence = (
        _("You changed this answer in another window. Save the section to see both texts.")
        if clash.own
        else _("%(name)s changed this answer meanwhile. Save the section to see both texts.", name=clash.by)
    )
    return jsonify(sentence=sentence, theirs=clash.theirs), 409


def _hour(kept: Kept, zone: str) -> str:
    return kept.at.astimezone(ZoneInfo(zone)).strftime("%H:%M")
