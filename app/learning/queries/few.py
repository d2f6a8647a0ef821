"""Numbers of people, told so that nobody is found in them.

By language, country and kind of organisation, and in whatever is narrowed, a group is told only where it has
at least five people. Smaller ones are told as one; if even that is fewer than five, the next smallest group
joins it. So no number of fewer than five can be read, nor worked out from a total. Of those who passed the
same is asked of both sides: at least five did, and at least five did not; and never is only one group left
out.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

FEW = 5
OTHERS = "others"


@dataclass(frozen=True)
class Group:
    """How many people of one kind began, and how many of them passed."""

    key: str
    began: int
    passed: int


@dataclass(frozen=True)
class Told:
    """The same, as it may be told; None where it may not."""

    key: str
    began: int | None  # None: fewer than five
    passed: int | None


def is_few(count: int) -> bool:
    """Whether somebody could be found among so many. Among none there is nobody."""
    return 0 < count < FEW


def enough(count: int, *, guarded: bool) -> int | None:
    return None if guarded and is_few(count) else count


def both_sides(group: Group) -> int | None:
    """How many passed, where neither they nor the rest are few."""
    return None if is_few(group.passed) or is_few(group.began - group.passed) else group.passed


def gathered(groups: Iterable[Group]) -> list[Told]:
    """Groups that may be told, the greatest first, and the rest as one."""
    apart = sorted((one for one in groups if one.began), key=lambda one: (-one.began, one.key))
    rest: list[Group] = []
    while apart and (is_few(apart[-1].began) or is_few(sum(one.began for one in rest))):
        rest.append(apart.pop())
    if rest:
        apart.append(Group(OTHERS, sum(one.began for one in rest), sum(one.passed for one in rest)))
    return _passed(apart)


def _passed(groups: Sequence[Group]) -> list[Told]:
    told = [Told(one.key, enough(one.began, guarded=True), both_sides(one)) for one in groups]
    hidden = [one for one in told if one.passed is None]
    if len(hidden) == 1 and len(told) > 1:
        also = min((one for one in told if one.passed is not None), key=lambda one: one.began or 0)
        told = [replace(one, passed=None) if one is also else one for one in told]
    return told
