"""The life of a certificate, as one table."""

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext as _lp

from app.foundation.flow import Flow, Move
from app.learning.models import CertificateState as S
from app.learning.policy import is_named, is_own, looks_after

CERTIFICATE = Flow(
    "certificate",
    Move("take", _l("Take it as a badge"), {S.VALID}, None, is_own),
    Move("rename", _l("Change the name on it"), {S.VALID}, S.REPLACED, is_own),
    Move("revoke", _lp("certificate", "Revoke"), {S.VALID}, S.REVOKED, looks_after, why=True),
    Move("withdraw", _lp("certificate", "Delete"), {S.VALID}, S.WITHDRAWN, is_own),
    Move("unname", _l("Take the name off"), {S.REVOKED}, None, is_named),  # that it was revoked stays
)

WORDS = {  # of each state, with the tone it is shown in
    S.VALID: (_lp("certificate", "Valid"), "done"),
    S.REPLACED: (_lp("certificate", "Replaced"), "plain"),
    S.REVOKED: (_lp("certificate", "Revoked"), "alert"),
    S.WITHDRAWN: (_lp("certificate", "Withdrawn"), "plain"),
}
