"""Before a grave step: is it still the person who sits here?"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts import session
from app.accounts.forms.own import ProveForm
from app.accounts.operations import account, factors, visits
from app.accounts.session import somebody
from app.accounts.views.passage import go_on
from app.accounts.views.room import bp, refused, shown
from app.foundation import carry
from app.foundation.errors import Invalid, TooMany
from app.foundation.web import signed_in


def proved(view: Callable[..., Any]) -> Callable[..., Any]:
    """Asks who sits here, if that was last proved more than ten minutes ago; what was posted waits."""

    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        here = session.visit()
        if here is None or here.is_fresh():
            return view(*args, **kwargs)
        if request.method == "GET":
            return redirect(url_for("accounts.prove", next=request.full_path.rstrip("?")))
        form = ProveForm(with_code=_with_code(), formdata=None, carried=carry.posted(here.user_id))
        return shown("prove", form, status=401)

    return guarded


@bp.route("/prove", methods=["GET", "POST"])
@signed_in
def prove() -> ResponseReturnValue:
    form = ProveForm(with_code=_with_code(), next=request.args.get("next"))
    here = session.visit()
    if here and form.validate_on_submit():
        try:
            account.check_own_password(here.user, form.password.data)
        except (Invalid, TooMany) as refusal:
            return refused(refusal, form, "prove", "password")
        try:
            if _with_code():
                factors.check_code(here.user, form.code.data)
        except (Invalid, TooMany) as refusal:
            return refused(refusal, form, "prove", "code")
        session.let_in(visits.prove_visit(here), offer=session.offer())
        return go_on(here, form)
    return shown("prove", form)


def _with_code() -> bool:
    return somebody().totp_since is not None
