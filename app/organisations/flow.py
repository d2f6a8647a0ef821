"""The life of an organisation, as one table.

A renewal and a rename are applications too: both go back to *applied* and are verified like the first
time, so an organisation that is not *verified* may not speak, whatever it waits for (`asking`).
"""

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext as _lp

from app.foundation.flow import Flow, Move
from app.foundation.rules import any_of
from app.organisations.models import Asking
from app.organisations.models import OrganisationState as S
from app.organisations.policy import decides, is_clock, is_owner

ORGANISATION = Flow(
    "organisation",
    Move("verify", _l("Verify"), {S.APPLIED}, S.VERIFIED, decides, why=True),
    Move("decline", _l("Decline"), {S.APPLIED}, S.DECLINED, decides, why=True),
    Move("suspend", _l("Suspend"), {S.VERIFIED}, S.SUSPENDED, decides, why=True),
    Move("restore", _l("Restore"), {S.SUSPENDED}, S.VERIFIED, decides),
    Move("lapse", _l("Let it lapse"), {S.VERIFIED}, S.LAPSED, any_of(decides, is_clock)),
    Move("renew", _l("Hand in a new authority letter"), {S.VERIFIED, S.LAPSED}, S.APPLIED, is_owner),
    Move("rename", _l("Change the name"), {S.APPLIED, S.VERIFIED, S.LAPSED}, S.APPLIED, is_owner),
    Move("apply_again", _l("Apply again"), {S.DECLINED}, S.APPLIED, is_owner),
)

WORDS = {  # of each state, with the tone it is shown in
    S.APPLIED: (_lp("organisation", "Waiting for verification"), "wait"),
    S.VERIFIED: (_lp("organisation", "Verified"), "done"),
    S.DECLINED: (_lp("organisation", "Declined"), "alert"),
    S.SUSPENDED: (_lp("organisation", "Suspended"), "plain"),
    S.LAPSED: (_lp("organisation", "Verification lapsed"), "plain"),
}
ASKED = {
    Asking.REGISTRATION: _l("New organisation"),
    Asking.RENAME: _l("Changed name or facts"),
    Asking.RENEWAL: _l("New authority letter"),
    Asking.AGAIN: _l("Applies again"),
}
