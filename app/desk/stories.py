"""What moderators are told who come too late: which step was taken, by whom, and when."""

from flask_babel import gettext as _

from app.accounts.models import Reader, User
from app.foundation import audit
from app.foundation.db import session
from app.foundation.i18n import moment
from app.meetings.flow import DOCUMENT
from app.organisations.flow import ORGANISATION
from app.reports.flow import CALL, REPORT

STEPS = {
    f"{flow.kind}.{move.name}": move.label
    for flow in (REPORT, CALL, DOCUMENT, ORGANISATION)
    for move in flow.moves.values()
}


def story_of(thing: str, *, reader: Reader) -> str:
    """Empty for all who do not decide: who decided is the Secretariat's own matter."""
    line = audit.last(thing, list(STEPS)) if reader.is_moderator else None
    if line is None:
        return ""
    by = session.get(User, line.actor_id) if line.actor_id else None
    told: str = _(
        "The last step was “%(step)s”, taken by %(name)s on %(when)s.",
        step=STEPS[line.action],
        name=by.name if by else _("the platform itself"),
        when=moment(line.at, reader.time_zone).striptags(),
    )
    return told
