"""Copies of a store that is in use, and what comes of restoring an old one."""

from __future__ import annotations

import os
from pathlib import Path

from tests.unit.store.support import StoreCase
from udpchat.errors import DamagedStore, FolderNotWritable
from udpchat.store import Search, Store, Wanted, back_up, restore


class Backup(StoreCase):
    def setUp(self) -> None:
        super().setUp()
        self.ann = self.account().id
        self.post(self.ann, "before")
        self.store.commit()
        self.copy = self.path.with_name("copy.sqlite")

    def test_a_copy_of_a_store_in_use_is_what_is_committed(self) -> None:
        self.post(self.ann, "not yet")
        back_up(self.path, self.copy)
        self.store.commit()
        self.assertEqual(self.texts(self.ann), ["before", "not yet"])
        other = Store.open(self.copy, self.randbytes, synchronous="OFF")
        self.addCleanup(other.close)
        self.assertEqual([event.body for event in other.events(self.ann, 1, 99, 99, 999)[0]], ["before"])
        self.assertEqual(other.epoch, self.store.epoch)
        if os.name == "posix":
            self.assertEqual(self.copy.stat().st_mode & 0o777, 0o600)

    def test_a_copy_replaces_an_older_one_and_leaves_nothing_else(self) -> None:
        back_up(self.path, self.copy)
        self.post(self.ann, "later")
        self.store.commit()
        back_up(self.path, self.copy)
        self.assertEqual([path.name for path in self.path.parent.glob("copy*")], ["copy.sqlite"])
        other = Store.open(self.copy, self.randbytes, synchronous="OFF")
        self.addCleanup(other.close)
        self.assertEqual(other.head(), self.store.head())

    def test_ids_of_the_lost_future_are_never_given_out_again(self) -> None:
        """A client that was away holds messages for people and groups of before."""
        back_up(self.path, self.copy)
        lost: set[tuple[str, int]] = set()
        for _ in range(3):
            bob = self.account("bob").id
            group, _events = self.store.create_group("g", "", False, bob, (), 1)
            self.store.commit()
            given = {("user", bob), ("group", group)}
            self.assertTrue(lost.isdisjoint(given), lost & given)
            lost |= given
            self.store.close()
            restore(self.copy, self.path, self.randbytes)
            self.store = Store.open(self.path, self.randbytes, synchronous="OFF")

    def test_a_restored_store_is_of_another_epoch(self) -> None:
        back_up(self.path, self.copy)
        self.post(self.ann, "forgotten by the restore")
        self.store.commit()
        search = Search(self.path)
        self.addCleanup(search.close)
        while search.fill():
            pass
        search.close()
        epoch = self.store.epoch
        self.store.close()
        restore(self.copy, self.path, self.randbytes)
        self.store = Store.open(self.path, self.randbytes, synchronous="OFF")
        self.assertEqual(self.texts(self.ann), ["before"])
        self.assertNotEqual(self.store.epoch, epoch)
        self.assertEqual(search.search(Wanted(self.ann, "forgotten")).messages, [])
        self.assertEqual(len(search.search(Wanted(self.ann, "before")).messages), 1)
        self.assertTrue(self.copy.exists())

    def test_what_is_no_store_is_not_restored(self) -> None:
        self.store.close()
        before = self.path.read_bytes()
        for content in (b"", b"nonsense" * 1000, before[:5000]):
            self.copy.write_bytes(content)
            with self.assertRaises(DamagedStore):
                restore(self.copy, self.path, self.randbytes)
            self.assertEqual(self.path.read_bytes(), before)
            self.assertEqual([*self.path.parent.glob("*.new"), *self.path.parent.glob("*.restored")], [])
        self.store = Store.open(self.path, self.randbytes, synchronous="OFF")
        self.assertEqual(self.texts(self.ann), ["before"])

    def test_a_place_that_cannot_be_written(self) -> None:
        with self.assertRaises(FolderNotWritable):
            back_up(self.path, Path("/nowhere/at/all/copy"))
