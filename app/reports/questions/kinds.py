"""The kinds of question, and which of them are alike."""

from enum import StrEnum


class Kind(StrEnum):
    TEXT = "text"
    LONG_TEXT = "long_text"
    TAGS = "tags"  # several short texts, kept as one text with commas
    EMAIL = "email"
    LINK = "link"
    LOCATION = "location"  # latitude and longitude, never more exact than one degree
    ONE = "one"
    MANY = "many"
    YES_NO = "yes_no"  # yes, no, unknown
    NUMBER = "number"  # with a unit
    DATE = "date"
    COUNTRY = "country"
    INSTRUMENT = "instrument"
    TARGET = "target"
    SPECIES = "species"
    THEME = "theme"
    DECISION = "decision"
    FILE = "file"
    TICK = "tick"
    MATRIX = "matrix"  # the rows chosen elsewhere, one choice for each
    TABLE = "table"


TEXTS = frozenset({Kind.TEXT, Kind.LONG_TEXT, Kind.TAGS, Kind.EMAIL, Kind.LINK, Kind.LOCATION})
WORDS_OF_OURS = frozenset(
    {Kind.COUNTRY, Kind.INSTRUMENT, Kind.TARGET, Kind.SPECIES, Kind.THEME, Kind.DECISION}
)  # chosen from the vocabularies
FROM_A_LIST = WORDS_OF_OURS - {Kind.DECISION}  # a decision may also be cited in one's own words
YES_NO = ("yes", "no", "unknown")
