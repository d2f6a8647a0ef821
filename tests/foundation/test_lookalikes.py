# ruff: noqa: RUF003 (letters that look alike are what this file is about)
import pytest

from app.foundation.lookalikes import LONGEST, skeleton_of

ALIKE = [
    "BirdLife Kenya",
    "BIRDLIFE  KENYA",
    "Bird Life Kenya",
    "Bird-Life (Kenya)!",
    "ＢｉｒｄＬｉｆｅ Ｋｅｎｙａ",
    "Вird Lifе Кenyа",  # Cyrillic В, е, К and а
    "ΒirdLife Κenya",  # Greek Β and Κ
    "Bírdlifé Kényà",
    "Bird\u200bLife Ke\u00adnya",
    "\u202eBirdLife Kenya\u202c",
    "B1rdL1fe Kenya",
    "BirdLife\ufe0f Kenya",
    "𝐁𝐢𝐫𝐝𝐋𝐢𝐟𝐞 𝓚𝓮𝓷𝔂𝓪",
    "BlrdLlfe Kenya",
]


@pytest.mark.parametrize("name", ALIKE)
def test_names_that_look_alike_have_one_skeleton(name):
    assert skeleton_of(name) == skeleton_of("BirdLife Kenya")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("conserνation", "conservation"),  # Greek ν
        ("Νature", "Nature"),  # Greek Ν
        ("ΕΤΑΙΡΕΙΑ", "εταιρεια"),
        ("Птицы", "ПТИЦЫ"),
        ("Modern Wildlife", "Modem Wildlife"),
        ("منظّمة الطيور", "منظمه الطيور"),
        ("Straße", "STRASSE"),
        ("Łódź", "Lodz"),
    ],
)
def test_so_have_the_spellings_of_one_name(one, other):
    assert skeleton_of(one) == skeleton_of(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("BirdLife Kenya", "BirdLife Uganda"),
        ("जीवन", "जवान"),  # vowel signs tell words apart
        ("Друзья птиц", "Друзья рыб"),
        ("鳥類保護", "鳥類研究"),
    ],
)
def test_different_names_differ(one, other):
    assert skeleton_of(one) != skeleton_of(other)


@pytest.mark.parametrize("name", ["", "   ", "🐦🐦", "---", "\u200b\u200b", "\u0301"])
def test_a_name_without_a_letter_has_none(name):
    assert skeleton_of(name) == ""


def test_a_skeleton_fits_its_column():
    assert len(skeleton_of("\ufdfa" * 200)) == LONGEST  # one letter that becomes eighteen
