"""The second factor: codes that change every half minute, and codes on paper for the day a phone is lost."""

import re
from base64 import b32encode
from hmac import compare_digest
from secrets import token_bytes
from unicodedata import normalize

import pyotp
import segno
from markupsafe import Markup

from app.foundation.clock import now

STEP = 30  # seconds
ISSUER = "CMS Civil Society Platform"


def new_secret() -> str:
    return pyotp.random_base32()


def step_of(secret: str, typed: str) -> int | None:
    """The step a code belongs to: now, the one before or the one after; None when it fits none.

    The caller keeps the step, so that no code counts twice.
    """
    code, clock = digits_of(typed), pyotp.TOTP(secret)
    present = int(now().timestamp()) // STEP
    for step in (present, present - 1, present + 1):
        if compare_digest(clock.generate_otp(step), code):
            return step
    return None


def digits_of(typed: str) -> str:
    """A code as people type it: with spaces, in full width or in Arabic digits. ASCII digits remain."""
    digits = [str(int(sign)) for sign in normalize("NFKC", typed) if sign.isdecimal()]
    return "".join(digits)


def drawing_of(secret: str, email: str, title: str) -> Markup:
    """A square for a phone's camera, as SVG without a style of its own."""
    address = pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name=ISSUER)
    square = segno.make(address, error="m")
    return Markup(square.svg_inline(scale=5, light="#fff", title=title, svgclass=None, lineclass=None))  # noqa: S704 ours


def in_groups(secret: str) -> str:
    """A secret as a person copies it: four letters at a time."""
    return " ".join(re.findall(".{1,4}", secret))


def new_recovery_code() -> str:
    """80 bits, in letters that are not mistaken for each other."""
    return "-".join(re.findall("....", b32encode(token_bytes(10)).decode().lower()))


def plain_recovery_code(typed: str) -> str:
    return re.sub(r"[^a-z2-7]", "", normalize("NFKC", typed).casefold())
