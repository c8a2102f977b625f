"""Random hostile worlds: a relay endpoint and one client exchange frames, and every event is checked.

UDPCHAT_SEEDS chooses other worlds: "2000" the first 2000, "=17" that one, "100-199" a range.
"""

from __future__ import annotations

import unittest
from collections import Counter

from tests.sim.hostile import frames, hostile_profile
from tests.sim.invariants import watch
from tests.sim.talk import CLIENT, SERVER, Client, Relay
from tests.sim.world import World, seeds

WORLDS = 300
LIMIT_S = 900.0


def hostile_world(seed: int) -> World:
    """One world: traffic both ways, perhaps a new address, a cut, a crash of the relay, a closed lid."""
    world = World(seed)
    rng = world.rng
    for source, target in ((SERVER[0], CLIENT[0]), (CLIENT[0], SERVER[0])):
        world.network.shape(source, target, hostile_profile(rng))
    relay = Relay(world)
    client = Client(
        world,
        relay,
        to_send=frames(rng, rng.randrange(10_000, 60_000)),
        to_get=frames(rng, rng.randrange(10_000, 60_000)),
    )
    watch(world, relay, client)
    trouble(world, relay, client)
    world.after(rng.random(), client.connect)
    try:
        world.run(client.complete, LIMIT_S, "everything has arrived at both ends")
        settle(world, relay, client)
    except Exception as error:
        raise AssertionError(f"seed {seed}: {error}") from error
    return world


def trouble(world: World, relay: Relay, client: Client) -> None:
    """What else befalls this world; each in about a third of them, most of it in the first second."""
    rng = world.rng

    def moment() -> float:
        return float(10 ** rng.uniform(-2, 1))

    for at in [moment() for _ in range(rng.choice((0, 0, 1, 3)))]:
        world.after(at, lambda: move(world, client))
    for at in [moment() for _ in range(rng.choice((0, 0, 1, 2)))]:
        length_s = rng.choice((0.3, 3, 12, 40))
        world.network.cut(rng.choice((SERVER, CLIENT))[0], world.now + at, world.now + at + length_s)
    if rng.random() < 0.3:
        world.after(moment(), lambda: restart(world, relay))
    if rng.random() < 0.2:
        sleeper, length_s, stops = rng.choice((relay.host, client.host)), rng.choice((1, 20, 100)), rng.random() < 0.5
        world.after(moment(), lambda: sleeper.sleep(world.now + length_s, stops, world.now))


def move(world: World, client: Client) -> None:
    """The client's address changes: another port of its router, or another network."""
    client.host.address = (CLIENT[0], world.rng.randrange(20_000, 60_000))
    world.note(f"client moves to {client.host.address}")


def restart(world: World, relay: Relay) -> None:
    """kill -9 of the relay, and a new one a little later."""
    relay.crash()
    world.after(world.rng.uniform(0, 2), relay.start)


def settle(world: World, relay: Relay, client: Client) -> None:
    """The client leaves: both sides hear of it, then nothing moves any more."""
    client.close()
    world.run_for(180)  # what was in store for this world, idle timeout, closing times
    assert client.closed() is not None, "the client was not told of its end"
    assert relay.endpoint.connection_count == 0, "the relay keeps something of a connection"
    assert world.network.flying_count() == 0, "something still flies"
    assert relay.endpoint.next_timeout() is None, f"the relay still has a timer: {relay.endpoint.next_timeout()}"
    assert client.endpoint.next_timeout() is None, "the client still has a timer"


class HostileWorlds(unittest.TestCase):
    def test_everything_arrives_once_and_in_order(self) -> None:
        reached: Counter[str] = Counter()
        for seed in seeds(WORLDS):
            with self.subTest(seed=seed):
                reached.update(kinds_of_trouble(hostile_world(seed)))
        if sum(1 for _ in seeds(WORLDS)) >= WORLDS:
            for kind in ("moved", "RESET", "IDLE", "cut", "corrupt", "queue full", "second connection"):
                self.assertGreater(reached[kind], 0, f"no world saw this: {kind}")


def kinds_of_trouble(world: World) -> set[str]:
    """What this world went through, so that worlds too kind are noticed."""
    story = "\n".join([*world.notes, world.network.story(10_000)])
    found = {word for word in ("RESET", "IDLE", "cut", "corrupt", "queue full") if word in story}
    if "moves" in story:
        found.add("moved")
    if story.count("ann: <CloseCode") > 1:
        found.add("second connection")
    return found
