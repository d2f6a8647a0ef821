"""A person's own account."""

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf import FlaskForm

from app.accounts import queries, session
from app.accounts.forms.entrance import SetUpForm
from app.accounts.forms.own import ChangePasswordForm, EmailForm, ProfileForm
from app.accounts.models import Purpose, User, Visit
from app.accounts.operations import account, factors, visits
from app.accounts.views.passage import setting_up
from app.accounts.views.proof import proved
from app.accounts.views.room import bp, link_spent, no_store, refused, shown
from app.foundation.errors import Invalid, TooMany
from app.foundation.web import public, signed_in


@bp.route("/", methods=["GET"])
@signed_in
def show() -> ResponseReturnValue:
    here = _here()
    page = render_template(
        "accounts/show.html",
        person=here.user,
        here=here,
        visits=queries.visits_of(here.user),
        codes_left=queries.recovery_codes_left(here.user),
        form=FlaskForm(formdata=None),
    )
    return no_store(page)


@bp.route("/edit", methods=["GET", "POST"])
@signed_in
def edit() -> ResponseReturnValue:
    person = _me()
    form = ProfileForm(obj=person, language=person.lang, seen=person.revision)
    if form.validate_on_submit():
        account.edit_profile(
            person,
            name=form.name.data,
            lang=form.language.data,
            time_zone=form.time_zone.data,
            notice_only=form.notice_only.data,
            seen=form.seen.data,
        )
        flash(_("Your account is changed."))
        return redirect(url_for(".show", lang=form.language.data))
    return shown("edit", form)


@bp.route("/password", methods=["GET", "POST"])
@signed_in
def change_password() -> ResponseReturnValue:
    here = _here()
    form = ChangePasswordForm(own=[here.user.name, here.user.email])
    if form.validate_on_submit():
        old, new = form.old_password.data, form.password.data
        try:
            account.change_password(here.user, old=old, new=new, here=here)
        except (Invalid, TooMany) as refusal:
            return refused(refusal, form, "change_password", "old_password")
        session.let_in(visits.prove_visit(here))
        flash(_("Your new password is set. You were signed out everywhere else."))
        return redirect(url_for(".show"))
    return shown("change_password", form)


@bp.route("/email", methods=["GET", "POST"])
@signed_in
@proved
def change_email() -> ResponseReturnValue:
    person, form = _me(), EmailForm()
    if form.validate_on_submit():
        account.ask_to_change_email(person, email=form.email.data)
        flash(
            _("Two letters are on their way, to the old address and to the new one. Open the link in both.")
        )
        return redirect(url_for(".show"))
    return shown("change_email", form, email=person.email)


@bp.route("/email/<token>", methods=["GET", "POST"])
@public
def agree_to_email(token: str) -> ResponseReturnValue:
    """Opened from a letter, on any device: the link itself is the proof."""
    link = queries.link_of(token, Purpose.EMAIL_OLD, Purpose.EMAIL_NEW)
    if link is None:
        return link_spent()
    form = FlaskForm()
    if form.validate_on_submit():
        done = account.agree_to_email(token)
        return render_template("accounts/email_agreed.html", done=done)
    return shown("agree_to_email", form, email=link.email)


@bp.route("/second-factor", methods=["GET", "POST"])
@signed_in
@proved
def second_factor() -> ResponseReturnValue:
    """Set one up, or take another phone for it."""
    return setting_up(_here(), SetUpForm(next=url_for(".show")), "second_factor")


@bp.route("/second-factor/remove", methods=["POST"])
@signed_in
@proved
def remove_factor() -> ResponseReturnValue:
    here = _here()
    factors.remove_factor(here.user, here=here)
    flash(_("Your account asks for the password alone now."))
    return redirect(url_for(".show"))


@bp.route("/recovery", methods=["POST"])
@signed_in
@proved
def recovery() -> ResponseReturnValue:
    on_paper = factors.renew_recovery_codes(_me())
    page = render_template(
        "accounts/recovery_codes.html", codes=on_paper, onward=url_for(".show"), words=None, form=None
    )
    return no_store(page)


@bp.route("/sessions/<key>/end", methods=["POST"])
@signed_in
def end_session(key: str) -> ResponseReturnValue:
    visits.end_visit_of(_me(), key)
    flash(_("That device is signed out."))
    return redirect(url_for(".show"))


@bp.route("/sign-out-everywhere", methods=["POST"])
@signed_in
def sign_out_everywhere() -> ResponseReturnValue:
    visits.sign_out_everywhere(_me())
    session.let_out()
    flash(_("You are signed out everywhere."))
    return redirect(url_for(".sign_in"))


def _here() -> Visit:
    return session.visit() or abort(404)


def _me() -> User:
    return _here().user
