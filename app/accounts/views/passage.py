"""How a person passes: asked in, let in, then to a code owed, to words waiting, or where they were going."""

from typing import Any

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError

from app.accounts import session
from app.accounts.forms.entrance import CodeForm, SetUpForm, SignInForm
from app.accounts.forms.fields import OnTheWay
from app.accounts.models import User, Visit
from app.accounts.operations import factors, visits
from app.accounts.views.room import bp, no_store, refused, shown
from app.foundation import carry, codes
from app.foundation.errors import Invalid, TooMany
from app.foundation.refusals import refuse_request


def ask_to_sign_in() -> ResponseReturnValue:
    """A reader goes to the sign-in and comes back; a writer's words wait in the page itself."""
    if request.method in ("GET", "HEAD"):
        return redirect(url_for("accounts.sign_in", next=request.full_path.rstrip("?")))
    if request.headers.get("X-Autosave"):
        sentence = _("You are signed out. Your text is still on this page. Sign in again in another tab.")
        return jsonify(error="signed_out", sentence=sentence), 401
    form = SignInForm(formdata=None, carried=carry.posted(session.whose()))
    here = session.visit()
    if here and not here.is_whole:
        return ask_for_factor(here, form, status=401)
    return shown("sign_in", form, status=401, kept=bool(form.carried.data))


@bp.app_errorhandler(CSRFError)
def send_again(error: CSRFError) -> ResponseReturnValue:
    """A page older than the sign-in, as when a person came in again in another tab: its words wait here."""
    here = session.visit()
    words = carry.opened(carry.posted(here.user_id), here.user_id) if here and here.is_whole else None
    if words is None:
        return refuse_request(error)
    page = render_template("accounts/words.html", words=words, form=OnTheWay(formdata=None))
    return no_store(page), 400


def enter(person: User, form: OnTheWay) -> ResponseReturnValue:
    """A new cookie for a person who has just proved to be it."""
    session.let_in(visits.begin_visit(person, device=session.device()))
    here = session.visit()
    return go_on(here, form) if here else redirect(url_for(".sign_in"))


def let_through(here: Visit, form: OnTheWay) -> ResponseReturnValue:
    """The second factor was given: again a new cookie."""
    session.let_in(visits.prove_visit(here, factor=True))
    return go_on(here, form)


def go_on(here: Visit, form: OnTheWay) -> ResponseReturnValue:
    """To the code that is owed, to the words that wait, or to where the person was going."""
    if not here.is_whole:
        return ask_for_factor(here, form)
    words = carry.opened(form.carried.data, here.user_id)
    if words:
        return no_store(render_template("accounts/words.html", words=words, form=OnTheWay(formdata=None)))
    if form.carried.data:
        flash(_("The text that was kept here was written by somebody else. It is not shown to you."))
    return redirect(carry.local_path(form.next.data) or front_door(here.user))


def ask_for_factor(here: Visit, form: OnTheWay, status: int | None = None) -> ResponseReturnValue:
    endpoint = ".code" if here.user.totp_since else ".set_up"
    if not form.carried.data:
        return redirect(url_for(f"accounts{endpoint}", next=carry.local_path(form.next.data) or None))
    kept = {"next": form.next.data, "carried": form.carried.data}
    if here.user.totp_since:
        return shown("code", CodeForm(formdata=None, **kept), status=status)
    form = SetUpForm(formdata=None, **kept)
    return shown("set_up", form, status=status, **square(here.user, form))


def start_again(form: OnTheWay) -> ResponseReturnValue:
    """The password's half of the sign-in is gone, or all of it is done: words go along."""
    here = session.visit()
    if here:
        return go_on(here, form)
    again = SignInForm(formdata=None, next=form.next.data, carried=form.carried.data)
    return shown(
        "sign_in", again, status=401 if request.method == "POST" else 200, kept=bool(form.carried.data)
    )


def setting_up(here: Visit, form: SetUpForm, template: str) -> ResponseReturnValue:
    """Show the square to take a picture of, until a code proves that it was taken."""
    person = here.user
    if form.validate_on_submit():
        try:
            on_paper = factors.set_up_factor(person, offer=form.offer.data, typed=form.code.data, here=here)
        except (Invalid, TooMany) as refusal:
            return refused(refusal, form, template, "code", **square(person, form))
        session.let_in(visits.prove_visit(here, factor=True))
        words = carry.opened(form.carried.data, here.user_id)
        onward = carry.local_path(form.next.data) or front_door(person)
        page = render_template(
            "accounts/recovery_codes.html",
            codes=on_paper,
            onward=onward,
            words=words,
            form=OnTheWay(formdata=None),
        )
        return no_store(page)
    return shown(template, form, **square(person, form))


def square(person: User, form: SetUpForm) -> dict[str, Any]:
    """The key on offer stays the same until a code proves it, however often the page is loaded."""
    known = (one for one in (form.offer.data, session.offer()) if factors.offered_secret(person, one))
    form.offer.data = next(known, None) or factors.offer_secret(person)
    session.keep_offer(form.offer.data)
    secret = factors.offered_secret(person, form.offer.data) or ""
    drawing = codes.drawing_of(secret, person.email, _("Code to scan with an app on your phone"))
    return {"drawing": drawing, "secret": codes.in_groups(secret)}


def front_door(person: User) -> str:
    """Where a person's day begins, in their own language."""
    return f"/{person.lang}/desk" if person.is_secretariat else f"/{person.lang}/work"
