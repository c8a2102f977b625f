"""Search over a store of 1,000,000 messages: with the index of words, without it, and what reading the past costs."""

from __future__ import annotations

import itertools
import random
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.bench.measure import Figure
from udpchat import limits
from udpchat.scram import Verifier
from udpchat.store import Search, Store, Wanted

MESSAGES = 1_000_000
PEOPLE, GROUPS, WORDS = 300, 60, 30_000
COMMIT_EVERY = 5000


class Town:
    """A store full of talk: words as often as in a language, nine in ten messages in the lobby, the others in groups."""

    def __init__(self, path: Path, count: int) -> None:
        self.rng = random.Random(11)
        self.store = Store.open(path, self.rng.randbytes, synchronous="OFF")
        self.words = ["".join(self.rng.choices("abcdefghijklmnoprstuvwz", k=self.rng.randrange(2, 11))) for _ in range(WORDS)]
        verifier = Verifier(b"s" * 16, 2**15, 8, 3, b"k" * 32, b"l" * 32)
        store = self.store
        self.people = [store.create_account(f"p{n:04}", "", "", verifier, "member", 1).id for n in range(PEOPLE)]
        self.groups = [
            store.create_group(f"group {n}", "", n % 2 == 0, self.people[n], self.rng.sample(self.people, 20), 1)[0]
            for n in range(GROUPS)
        ]
        store.commit()
        self._talk(count)

    def _talk(self, count: int) -> None:
        store, rng = self.store, self.rng
        often = list(itertools.accumulate(1 / (rank + 1) for rank in range(WORDS)))
        for number in range(count):
            text = " ".join(rng.choices(self.words, cum_weights=often, k=rng.randrange(3, 15)))
            place = store.lobby if rng.random() < 0.9 else rng.choice(self.groups)
            store.append_post(place, rng.choice(self.people), rng.randbytes(16), number * 1000, text, "x")
            if number % COMMIT_EVERY == 0:
                store.commit()
        store.commit()


def search_figures(count: int = MESSAGES) -> Iterator[Figure]:
    """Median milliseconds of one search, by kind of question."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "store.sqlite"
        start = time.perf_counter()
        town = Town(path, count)
        yield Figure("posts into the store", (count / (time.perf_counter() - start),), "per s", "-", f"{count} messages")
        search = Search(path)
        start = time.perf_counter()
        while search.fill():
            pass
        yield Figure("messages into the index", (count / (time.perf_counter() - start),), "per s", "-")
        size = sum(file.stat().st_size for file in path.parent.glob("*.search*")) / path.stat().st_size
        yield Figure("size of the index", (size,), "of the store", "-")
        yield from _searches(town, search)
        search.close()
        yield from _readings(town)
        town.store.close()


def _searches(town: Town, search: Search) -> Iterator[Figure]:
    rng, words, people = town.rng, town.words, town.people
    last = town.store.head()
    kinds: dict[str, Callable[[], Wanted]] = {
        "a common word": lambda: Wanted(rng.choice(people), words[rng.randrange(20)] + " "),
        "a rare word": lambda: Wanted(rng.choice(people), words[rng.randrange(5000, WORDS)] + " "),
        "two words": lambda: Wanted(rng.choice(people), f"{words[rng.randrange(50)]} {words[rng.randrange(500)]} "),
        "the beginning of a word": lambda: Wanted(rng.choice(people), rng.choice(words)[: rng.randrange(3, 6)]),
        "a word nobody used": lambda: Wanted(rng.choice(people), "qqqq "),
        "a word of one person": lambda: Wanted(rng.choice(people), words[rng.randrange(200)] + " ", author=rng.choice(people)),
        "a word in one's group": lambda: _in_group(words[rng.randrange(200)] + " ", rng.randrange(GROUPS), town),
        "a word of one week": lambda: _week(Wanted(rng.choice(people), words[rng.randrange(500)] + " "), rng, last),
    }
    everything: list[float] = []
    for kind, question in kinds.items():
        values = [_time_ms(lambda question=question: search.search(question())) for _ in range(40)]  # type: ignore[misc]
        everything += values
        yield Figure(f"search: {kind}", tuple(values), "ms", "-")
    yield Figure("search: all kinds together", tuple(everything), "ms", "median < 50 ms")
    search.words = False
    values = [_time_ms(lambda: search.search(Wanted(rng.choice(people), words[rng.randrange(200)] + " "))) for _ in range(10)]
    yield Figure("search: a word among the 200 commonest, without FTS5", tuple(values), "ms", "-")
    search.words = True


def _in_group(words: str, number: int, town: Town) -> Wanted:
    return Wanted(town.people[number], words, town.groups[number])


def _week(wanted: Wanted, rng: random.Random, last: int) -> Wanted:
    since = rng.randrange(1, max(2, last - 600_000)) * 1000
    return Wanted(wanted.user, wanted.words, since=since, until=since + 7 * 86_400_000)


def _readings(town: Town) -> Iterator[Figure]:
    store, rng, head = town.store, town.rng, town.store.head()

    def catch_up(missed: int) -> None:
        user, lo = rng.choice(town.people), head - missed + 1
        while lo <= head:
            lo = store.events(user, lo, head, limits.HISTORY_PAGE_COUNT, limits.HISTORY_PAGE_BYTES)[1] + 1

    yield Figure("10,000 missed places of the log", tuple(_time_ms(lambda: catch_up(10_000)) for _ in range(10)), "ms", "-")
    earlier = [
        _time_ms(lambda: store.earlier(rng.choice(town.people), store.lobby, 1, rng.randrange(1, head), 64, 48 * 1024))
        for _ in range(100)
    ]
    yield Figure("an earlier page of the lobby", tuple(earlier), "ms", "-")
    yield Figure(
        "the conversation list", tuple(_time_ms(lambda: store.rooms(rng.choice(town.people))) for _ in range(50)), "ms", "-"
    )


def _time_ms(action: Callable[[], object]) -> float:
    start = time.perf_counter()
    action()
    return (time.perf_counter() - start) * 1000
