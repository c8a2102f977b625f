"""Files in a store: who may have what is answered without looking at all that was said, and what nobody can fetch goes."""

from __future__ import annotations

from tests.unit.store.support import StoreCase
from udpchat.errors import NoSuchFile
from udpchat.store import FOREVER
from udpchat.store import files as asked


class FilesCase(StoreCase):
    def setUp(self) -> None:
        super().setUp()
        self.ann, self.bob, self.eve = (self.account(name).id for name in ("ann", "bob", "eve"))

    def put(self, name: str, conversation: int = 0, author: int = 0, content: bytes = b"") -> int:
        """A file that was posted; its id."""
        sha256 = (content or name.encode()).ljust(32, b".")
        file = self.store.add_file(author or self.ann, name, 100, sha256, "", 1000)
        self.last = self.store.append_post(
            conversation or self.store.lobby, author or self.ann, self.randbytes(16), 1000, name, file=file
        ).seq
        self.store.commit()
        return file.id

    def group(self, *members: int) -> int:
        group, _ = self.store.create_group("g", "", False, self.ann, members, 1)
        self.store.commit()
        return group

    def gone(self, before: int = 0) -> list[int]:
        """Ids of those that are let go of."""
        def there() -> set[int]:
            return {line.file.id for line in self.store.stored_files(0, 0, 999)}

        before_it = there()
        self.assertEqual(self.store.has_waste(before), bool(self.store.let_go(before, 999)))
        self.store.commit()
        return sorted(before_it - there())


class WhoMayHaveIt(FilesCase):
    def test_by_id_name_content_and_as_a_list(self) -> None:
        group = self.group(self.bob)
        lobby, closed = self.put("lobby.txt"), self.put("closed.txt", group)
        again = self.put("lobby.txt", content=b"another")
        for user, ids in ((self.bob, [again, closed, lobby]), (self.eve, [again, lobby])):
            self.assertEqual([line.file.id for line in self.store.files_for(user, FOREVER, 9)], ids)
            self.assertEqual(self.store.file_named(user, "lobby.txt").id, again)
        self.assertEqual(self.store.fetchable(self.bob, closed).name, "closed.txt")
        for ask in (lambda: self.store.fetchable(self.eve, closed), lambda: self.store.file_named(self.eve, "closed.txt")):
            self.assertRaises(NoSuchFile, ask)
        content = b"closed.txt".ljust(32, b".")
        self.assertEqual([self.store.at_hand(user, content, 100) for user in (self.bob, self.eve)], [True, False])

    def test_no_question_looks_at_all_messages(self) -> None:
        for question in (
            f"SELECT 1 {asked._ONE} AND f.id = ?", f"SELECT 1 {asked._ONE} AND f.sha256 = ? AND f.size = ?", asked._LISTED,
            f"SELECT 1 FROM file WHERE {asked._WASTE}", f"SELECT 1 {asked._ALL} AND f.name = ? {asked._NEWEST}",
        ):  # fmt: skip
            plan = self.store._read(f"EXPLAIN QUERY PLAN {question}", (1,) * question.count("?"))
            for step in (str(row[3]) for row in plan):
                self.assertFalse(step.startswith("SCAN m") and "message_of_file" not in step, step)
                self.assertNotIn("event_of_scope", step)
                self.assertFalse(step.startswith("SCAN e"), step)


class LetGo(FilesCase):
    def test_of_a_group_that_is_deleted(self) -> None:
        group = self.group(self.bob)
        lobby, closed = self.put("a"), self.put("b", group)
        self.assertEqual(self.gone(), [])
        self.store.delete_group(group, self.ann, 2)
        self.store.commit()
        self.assertEqual(self.gone(), [closed])
        self.assertEqual((self.store.used_by(self.ann, b""), self.store.used_in_all(b"")), (100, 100))
        self.assertEqual(self.store.fetchable(self.bob, lobby).id, lobby)

    def test_of_an_old_lesson_and_of_a_deleted_message(self) -> None:
        old, deleted = self.put("old"), self.put("deleted")
        self.store.delete_post(self.last, self.ann, 2)
        self.store.commit()
        self.assertEqual(self.gone(), [deleted])
        self.store.archive(self.store.lobby, self.ann, 3)
        self.store.commit()
        self.assertEqual(self.gone(), [old])

    def test_of_accounts_that_are_deleted_when_nobody_else_may_fetch_it(self) -> None:
        group = self.group()
        mine, lobby = self.put("mine", group), self.put("lobby")
        private = self.store.open_private(self.ann, self.bob, 1)
        ours = self.put("ours", private)
        self.store.delete_account(self.ann, 2)
        self.store.commit()
        self.assertEqual(self.gone(), [mine])
        self.store.delete_account(self.bob, 3)
        self.store.commit()
        self.assertEqual(self.gone(), [ours])
        self.assertEqual(self.store.fetchable(self.eve, lobby).id, lobby)

    def test_of_those_whose_time_is_over(self) -> None:
        self.put("a")
        self.assertEqual(self.gone(before=1000), [])
        self.assertEqual(self.gone(before=1001), [1])
