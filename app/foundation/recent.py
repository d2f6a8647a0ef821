"""Texts used lately, each under the digest of what it was made from: they never grow old, only unused."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock

from markupsafe import Markup


class Recent:
    """At most so many characters; what was not used for longest goes first."""

    def __init__(self, room: int) -> None:
        self.room, self.weight = room, 0
        self.kept: OrderedDict[Hashable, Markup] = OrderedDict()
        self.lock = Lock()

    def get(self, key: Hashable, make: Callable[[], Markup]) -> Markup:
        with self.lock:
            if key in self.kept:
                self.kept.move_to_end(key)
                return self.kept[key]
        made = make()  # outside the lock: two may make the same, and the first is kept
        with self.lock:
            if key not in self.kept:
                self.kept[key] = made
                self.weight += len(made)
            while self.weight > self.room:
                self.weight -= len(self.kept.popitem(last=False)[1])
        return made
