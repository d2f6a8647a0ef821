"""What makes a password good: its length, and that nobody thinks of it first."""

import pytest

from app.accounts.questions import common_passwords, fault_of
from app.foundation import passwords

OWN = ["Amara Wanjiru", "a.wanjiru@flyway.example.org"]


@pytest.mark.parametrize(
    "password",
    [
        "correct horse battery",
        "tern over the bay",
        "d839201748392",
        "раз два три четыре дождь",
        "مطر فوق النهر البعيد",
        "海亀さんは毎年この浜に帰る",
        "Zq9!Zq8!Zq7!x",
        "x" * 60 + "abcd" + "y" * 64,
    ],
)
def test_a_long_password_of_any_kind_is_taken(password):
    assert fault_of(password, own=OWN) is None


def test_length_comes_first():
    assert fault_of("Tr0ub4dor&3") == "short"
    assert fault_of("ab cd" * 26) == "long"
    assert fault_of("abcd efgh " * 12 + "abcd efg") is None


@pytest.mark.parametrize(
    "password",
    [
        "password1234",
        "PASSWORD1234!",
        "ｐａｓｓｗｏｒｄ１２３４",
        "P@ssw0rd2024!!",
        "!!!sunshine!!!99",
        "qwertyqwerty",
        "QwertyQwerty1",
        "trustno1trustno1",
        "123456789012",
        "1q2w3e4r5t6y",
        "aaaaaaaaaaaa",
        "abcabcabcabc",
        "summer2026summer",
        "iloveyou 1314",
        "motdepasse2026",
        "azertyuiop12",
        "contraseña1234",
    ],
)
def test_what_everybody_thinks_of_is_refused(password):
    assert fault_of(password, own=OWN) == "common"


@pytest.mark.parametrize(
    "password",
    ["Wanjiru loves terns", "terns of flyway bay", "cms is my platform", "Migratory species now"],
)
def test_what_is_known_of_the_person_or_of_us_is_refused(password):
    assert fault_of(password, own=OWN) == "own"


def test_the_list_is_long_and_in_the_shape_it_is_searched_in():
    assert len(common_passwords()) > 5000
    assert all(word == word.casefold() for word in common_passwords())


def test_one_letter_written_in_two_ways_is_one_password():
    kept = passwords.hashed("café on the quay")

    assert passwords.matches(kept, "cafe\u0301 on the quay")
    assert not passwords.matches(kept, "cafe on the quay")
    assert not passwords.matches(None, "café on the quay")


def test_a_hash_is_as_dear_as_we_promised():
    assert passwords.hashed("tern over the bay").startswith("$argon2id$v=19$m=19456,t=2,p=1$")
