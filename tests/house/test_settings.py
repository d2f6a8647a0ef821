"""Settings: each documented, each secret demanded before anything starts."""

from pathlib import Path

import pytest
from joserfc.jwk import ECKey, RSAKey

from app.foundation.signing import new_key
from config import SECRETS, MissingSetting, Settings, from_environment

GUIDE = (Path(__file__).parents[2] / "docs" / "guide" / "operator.md").read_text()
WHOLE = {
    "SECRET_KEY": "k" * 32,
    "DATABASE_URL": "sqlite:////var/lib/cms.sqlite",
    "DATA_DIR": "/var/lib/cms",
    "BADGE_KEY": new_key(),
}
FOR_TESTS = {"TESTING", "WTF_CSRF_ENABLED", "RATELIMIT_ENABLED"}


@pytest.mark.parametrize("name", sorted(set(Settings.__dataclass_fields__) - FOR_TESTS))
def test_every_setting_is_told_to_operators(name):
    assert f"`{name}`" in GUIDE
    assert Settings.__dataclass_fields__[name].metadata["doc"]


@pytest.mark.parametrize("name", SECRETS)
def test_without_a_secret_nothing_starts_and_one_line_says_which(name):
    with pytest.raises(MissingSetting, match=f"{name} is not set"):
        from_environment({key: value for key, value in WHOLE.items() if key != name})


def test_a_short_key_is_refused():
    with pytest.raises(MissingSetting, match="shorter than 32"):
        from_environment(WHOLE | {"SECRET_KEY": "short"})


@pytest.mark.parametrize(
    "key",
    [
        "nonsense",
        ECKey.generate_key("P-384").as_pem(private=True).decode(),
        ECKey.import_key(WHOLE["BADGE_KEY"]).as_pem(private=False).decode(),
        RSAKey.generate_key(2048).as_pem(private=True).decode(),
    ],
    ids=["nonsense", "another curve", "a public key", "another kind"],
)
def test_a_key_that_could_sign_no_badge_is_refused(key):
    with pytest.raises(MissingSetting, match="BADGE_KEY is not a private key of the curve P-256"):
        from_environment(WHOLE | {"BADGE_KEY": key})


def test_a_key_may_stand_on_one_line():
    told = from_environment(WHOLE | {"BADGE_KEY": WHOLE["BADGE_KEY"].replace("\n", "\\n")})

    assert WHOLE["BADGE_KEY"] == told.BADGE_KEY


def test_retired_keys_stand_one_after_another():
    pems = [ECKey.generate_key("P-256").as_pem(private=False).decode() for _ in range(2)]

    told = from_environment(WHOLE | {"BADGE_KEYS_RETIRED": "\n".join(pems)})

    assert tuple(pems) == told.BADGE_KEYS_RETIRED


@pytest.mark.parametrize("wrong", ["nonsense", WHOLE["BADGE_KEY"]], ids=["nonsense", "a private key"])
def test_a_retired_key_that_could_check_no_badge_is_refused(wrong):
    with pytest.raises(MissingSetting, match="BADGE_KEYS_RETIRED"):
        from_environment(WHOLE | {"BADGE_KEYS_RETIRED": wrong})


def test_settings_are_read_as_what_they_are():
    settings = from_environment(WHOLE | {"SECURE_COOKIES": "1", "PROXIES": "2", "DEMONSTRATION": "no"})

    assert (settings.SECURE_COOKIES, settings.PROXIES, settings.DEMONSTRATION) == (True, 2, False)


@pytest.mark.parametrize("name", sorted(FOR_TESTS))
def test_no_environment_switches_a_guard_off(name):
    settings = from_environment(WHOLE | {name: "0"})

    assert getattr(settings, name) == Settings.__dataclass_fields__[name].default
