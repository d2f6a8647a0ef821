"""The way in, and the way out."""

from collections.abc import Callable

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts import queries, session
from app.accounts.forms.entrance import (
    CodeForm,
    ConfirmForm,
    ForgotForm,
    NewPasswordForm,
    RecoveryForm,
    RegisterForm,
    SetUpForm,
    SignInForm,
)
from app.accounts.forms.fields import OnTheWay, zone_of_country
from app.accounts.models import Purpose, User
from app.accounts.operations import entrance, factors, visits
from app.accounts.views.passage import enter, go_on, let_through, setting_up, start_again
from app.accounts.views.room import bp, link_spent, refused, shown
from app.foundation import carry, limits
from app.foundation.errors import Invalid, TooMany
from app.foundation.i18n import current_lang
from app.foundation.web import public


@bp.route("/register", methods=["GET", "POST"])
@limits.limit(limits.place, "10 per minute;60 per hour")
@public
def register() -> ResponseReturnValue:
    form = RegisterForm(language=current_lang(), time_zone=_likely_zone(), next=request.args.get("next"))
    if form.validate_on_submit():
        entrance.register(
            email=form.email.data,
            name=form.name.data,
            password=form.password.data,
            lang=form.language.data,
            time_zone=form.time_zone.data,
            next_path=carry.local_path(form.next.data)[:300],
        )
        return redirect(url_for(".check_mail", after="register"))
    return shown("register", form)


def _likely_zone() -> str:
    """The clock of the country that the browser's languages name; a guess to correct."""
    for wish, _quality in request.accept_languages:
        country = wish.replace("_", "-").rpartition("-")[2].upper()
        if "-" in wish and country in zone_of_country():
            return zone_of_country()[country]
    return "UTC"


@bp.route("/check-mail", methods=["GET"])
@public
def check_mail() -> ResponseReturnValue:
    return render_template("accounts/check_mail.html", after=request.args.get("after", ""))


@bp.route("/confirm/<token>", methods=["GET", "POST"])
@public
def confirm(token: str) -> ResponseReturnValue:
    asked = queries.registration_of(token)
    if asked is None:
        return link_spent()
    form = ConfirmForm()
    if form.validate_on_submit():
        try:
            person, next_path = entrance.confirm(token, password=form.password.data)
        except (Invalid, TooMany) as refusal:
            return refused(refusal, form, "confirm", "password", email=asked.email)
        answer = enter(person, OnTheWay(formdata=None, next=next_path))
        flash(_("Your account is open. Welcome."))
        return answer
    return shown("confirm", form, email=asked.email)


@bp.route("/sign-in", methods=["GET", "POST"])
@limits.limit(limits.place, "60 per minute")
@public
def sign_in() -> ResponseReturnValue:
    form = SignInForm(next=request.args.get("next"))
    if form.validate_on_submit():
        try:
            person = entrance.check_password(form.email.data, form.password.data, before=session.earlier())
        except (Invalid, TooMany) as refusal:
            return refused(refusal, form, "sign_in", "password", kept=bool(form.carried.data))
        return enter(person, form)
    if request.method == "GET" and (here := session.visit()):
        return go_on(here, form)
    return shown("sign_in", form, kept=bool(form.carried.data))


@bp.route("/sign-in/code", methods=["GET", "POST"])
@public
def code() -> ResponseReturnValue:
    return _second_step("code", CodeForm(next=request.args.get("next")), factors.check_code)


@bp.route("/sign-in/recovery", methods=["GET", "POST"])
@public
def recover() -> ResponseReturnValue:
    return _second_step("recover", RecoveryForm(next=request.args.get("next")), factors.check_recovery_code)


def _second_step(
    template: str, form: CodeForm | RecoveryForm, check: Callable[[User, str], object]
) -> ResponseReturnValue:
    """For whoever gave their password and owes a code."""
    here = session.visit()
    if here is None or here.is_whole or here.user.totp_since is None:
        return start_again(form)
    if form.validate_on_submit():
        try:
            check(here.user, form.code.data)
        except (Invalid, TooMany) as refusal:
            return refused(refusal, form, template, "code")
        return let_through(here, form)
    return shown(template, form)


@bp.route("/sign-in/set-up", methods=["GET", "POST"])
@public
def set_up() -> ResponseReturnValue:
    """For whoever owes a second factor and has none yet. Nothing else is open before it is done."""
    form = SetUpForm(next=request.args.get("next"))
    here = session.visit()
    if here is None or here.is_whole or here.user.totp_since is not None:
        return start_again(form)
    return setting_up(here, form, "set_up")


@bp.route("/sign-out", methods=["POST"])
@public
def sign_out() -> ResponseReturnValue:
    if here := session.visit():
        visits.end_visit(here)
    session.let_out()
    flash(_("You are signed out."))
    return redirect(url_for(".sign_in"))


@bp.route("/forgot", methods=["GET", "POST"])
@limits.limit(limits.place, "10 per minute;60 per hour")
@public
def forgot() -> ResponseReturnValue:
    form = ForgotForm()
    if form.validate_on_submit():
        entrance.forgot(form.email.data)
        return redirect(url_for(".check_mail", after="forgot"))
    return shown("forgot", form)


@bp.route("/reset/<token>", methods=["GET", "POST"])
@public
def reset(token: str) -> ResponseReturnValue:
    link = queries.link_of(token, Purpose.RESET)
    if link is None:
        return link_spent()
    form = NewPasswordForm(own=[link.user.name, link.user.email])
    if form.validate_on_submit():
        person = entrance.reset(token, password=form.password.data)
        answer = enter(person, OnTheWay(formdata=None))
        flash(_("Your new password is set. You were signed out everywhere else."))
        return answer
    return shown("reset", form, email=link.user.email)
