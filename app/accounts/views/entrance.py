"""The way in, and the way out."""

from typing import Any

from flask import (
    Blueprint,
    Response,
    flash,
    jsonify,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError

from app.accounts import queries, session
from app.accounts.forms import (
    CodeForm,
    ConfirmForm,
    ForgotForm,
    NewPasswordForm,
    OnTheWay,
    RecoveryForm,
    RegisterForm,
    SetUpForm,
    SignInForm,
    zone_of_country,
)
from app.accounts.models import Purpose, User, Visit
from app.accounts.operations import entrance, factors, visits
from app.foundation import carry, codes, limits
from app.foundation.errors import DomainError, Invalid, TooMany
from app.foundation.i18n import current_lang
from app.foundation.refusals import refuse_request, tell_beside
from app.foundation.web import public

bp = Blueprint("accounts", __name__, url_prefix="/account", template_folder="../templates")


@bp.route("/register", methods=["GET", "POST"])
@limits.limit(limits.place, "10 per minute;60 per hour")
@public
def register() -> ResponseReturnValue:
    form = RegisterForm(language=current_lang(), time_zone=likely_zone(), next=request.args.get("next"))
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
    form = CodeForm(next=request.args.get("next"))
    here = session.visit()
    if here is None or here.is_whole or here.user.totp_since is None:
        return start_again(form)
    if form.validate_on_submit():
        try:
            factors.check_code(here.user, form.code.data)
        except (Invalid, TooMany) as refusal:
            return refused(refusal, form, "code", "code")
        return let_through(here, form)
    return shown("code", form)


@bp.route("/sign-in/recovery", methods=["GET", "POST"])
@public
def recover() -> ResponseReturnValue:
    form = RecoveryForm(next=request.args.get("next"))
    here = session.visit()
    if here is None or here.is_whole or here.user.totp_since is None:
        return start_again(form)
    if form.validate_on_submit():
        try:
            factors.check_recovery_code(here.user, form.code.data)
        except (Invalid, TooMany) as refusal:
            return refused(refusal, form, "recover", "code")
        return let_through(here, form)
    return shown("recover", form)


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
    secret = factors.offered_secret(person, form.offer.data or "")
    if secret is None:
        form.offer.data = factors.offer_secret(person)
        secret = factors.offered_secret(person, form.offer.data) or ""
    drawing = codes.drawing_of(secret, person.email, _("Code to scan with an app on your phone"))
    return {"drawing": drawing, "secret": codes.in_groups(secret)}


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


def front_door(person: User) -> str:
    """Where a person's day begins, in their own language."""
    return f"/{person.lang}/desk" if person.is_secretariat else f"/{person.lang}/work"


def likely_zone() -> str:
    """The clock of the country that the browser's languages name; a guess to correct."""
    for wish, _quality in request.accept_languages:
        country = wish.replace("_", "-").rpartition("-")[2].upper()
        if "-" in wish and country in zone_of_country():
            return zone_of_country()[country]
    return "UTC"
