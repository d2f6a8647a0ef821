"""The life of a report and of a call, as tables."""

from flask_babel import lazy_gettext as _l

from app.foundation.flow import Flow, Move
from app.reports.models import CallState as C
from app.reports.models import ReportState as S
from app.reports.policy import decides, is_author, is_moderator, may_withdraw

WITHDRAWABLE = {S.DRAFT, S.SUBMITTED, S.RETURNED, S.ACCEPTED}

REPORT = Flow(
    "report",
    Move("submit", _l("Submit"), {S.DRAFT, S.RETURNED}, S.SUBMITTED, is_author),
    Move("accept", _l("Accept"), {S.SUBMITTED}, S.ACCEPTED, decides),
    Move("send_back", _l("Return for revision"), {S.SUBMITTED}, S.RETURNED, decides, why=True),
    Move("decline", _l("Decline"), {S.SUBMITTED}, S.DECLINED, decides, why=True),
    Move("publish", _l("Publish"), {S.ACCEPTED}, S.PUBLISHED, decides),
    Move("withdraw", _l("Withdraw"), WITHDRAWABLE, S.WITHDRAWN, may_withdraw),
)

CALL = Flow(
    "call",
    Move("announce", _l("Announce"), {C.PREPARED}, C.ANNOUNCED, is_moderator),
    Move("cancel", _l("Cancel the call"), {C.ANNOUNCED}, C.CANCELLED, is_moderator, why=True),
)
