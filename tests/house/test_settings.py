"""Settings: each documented, each secret demanded before anything starts."""

from pathlib import Path

import pytest

from config import SECRETS, MissingSetting, Settings, from_environment

GUIDE = (Path(__file__).parents[2] / "docs" / "guide" / "operator.md").read_text()
WHOLE = {
    "SECRET_KEY": "k" * 32,
    "DATABASE_URL": "sqlite:////var/lib/cms.sqlite",
    "DATA_DIR": "/var/lib/cms",
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


def test_settings_are_read_as_what_they_are():
    settings = from_environment(WHOLE | {"SECURE_COOKIES": "1", "PROXIES": "2", "DEMONSTRATION": "no"})

    assert (settings.SECURE_COOKIES, settings.PROXIES, settings.DEMONSTRATION) == (True, 2, False)


@pytest.mark.parametrize("name", sorted(FOR_TESTS))
def test_no_environment_switches_a_guard_off(name):
    settings = from_environment(WHOLE | {name: "0"})

    assert getattr(settings, name) == Settings.__dataclass_fields__[name].default
