"""What every door of an account shares: its blueprint, and how a page is shown or refused."""

from typing import Any

from flask import Blueprint, Response, make_response, render_template
from flask.typing import ResponseReturnValue

from app.foundation.errors import DomainError, TooMany
from app.foundation.refusals import tell_beside

bp = Blueprint("accounts", "app.accounts", url_prefix="/account", template_folder="templates")


def shown(template: str, form: Any, *, status: int | None = None, **values: Any) -> ResponseReturnValue:
    code = status or (422 if form.errors else 200)
    return no_store(render_template(f"accounts/{template}.html", form=form, **values)), code


def refused(
    refusal: DomainError, form: Any, template: str, beside: str, **values: Any
) -> ResponseReturnValue:
    """The same page again, saying beside a field what is wrong; nothing typed is lost."""
    tell_beside(form[beside], refusal)
    status = 429 if isinstance(refusal, TooMany) else 422
    return shown(template, form, status=status, **values)


def link_spent() -> ResponseReturnValue:
    return render_template("accounts/link_spent.html"), 410


def no_store(page: str) -> Response:
    response = make_response(page)
    response.headers["Cache-Control"] = "no-store"
    return response
