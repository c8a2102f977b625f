"""Changes of a group one right after the other: none takes back what an earlier one asked for."""

from __future__ import annotations

import unittest

from tests.unit.client.talkers import TalkTest


class Changes(TalkTest):
    def test_one_after_the_other(self) -> None:
        ann, bob = self.people("ann", "bob")
        ann.do("create_group", "lab", members=(bob.me,))
        group = ann.group("lab")
        ann.core.change_group(group, ann.now, title="release crew")
        ann.core.change_group(group, ann.now, topic="v1.4")
        ann.do("change_group", group, history_open=True)
        for person in (ann, bob):
            room = person.core.room(group)
            assert room is not None
            self.assertEqual((room.title, room.topic, room.history_open), ("release crew", "v1.4", True))

    def test_without_a_connection(self) -> None:
        (ann,) = self.people("ann")
        ann.do("create_group", "lab")
        group = ann.group("lab")
        ann.vanish()
        ann.core.change_group(group, ann.now, topic="v1.4")
        ann.core.change_group(group, ann.now, title="release crew")
        ann.come_back()
        room = ann.core.room(group)
        assert room is not None
        self.assertEqual((room.title, room.topic), ("release crew", "v1.4"))


if __name__ == "__main__":
    unittest.main()
