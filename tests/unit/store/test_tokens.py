"""Login tokens: rotation, expiry, bounds."""

from __future__ import annotations

from tests.unit.store.support import StoreCase
from udpchat import limits
from udpchat.store.tokens import TOKEN_LIFE_MS


def token(number: int) -> bytes:
    return number.to_bytes(32, "big")


class Tokens(StoreCase):
    def setUp(self) -> None:
        super().setUp()
        self.ann, self.bob = self.account("ann").id, self.account("bob").id
        self.store.add_token(self.ann, token(1), 0)

    def alive(self, user: int) -> set[int]:
        self.store.commit()
        rows = self.store._read("SELECT hash FROM token WHERE user = ?", (user,))
        return {int.from_bytes(row[0], "big") for row in rows}

    def test_the_old_one_lives_until_the_new_one_was_used(self) -> None:
        self.assertTrue(self.store.use_token(self.ann, token(1), token(2), 10))
        self.assertEqual(self.alive(self.ann), {1, 2})
        self.assertTrue(self.store.use_token(self.ann, token(1), token(3), 11))  # the answer was lost
        self.assertTrue(self.store.use_token(self.ann, token(3), token(4), 12))
        self.assertEqual(self.alive(self.ann), {3, 4})
        for gone in (1, 2):
            self.assertFalse(self.store.use_token(self.ann, token(gone), token(9), 13))

    def test_lost_answers_do_not_pile_up(self) -> None:
        for number in range(2, 40):
            self.assertTrue(self.store.use_token(self.ann, token(1), token(number), 10))
        self.assertEqual(self.alive(self.ann), {1, 38, 39})
        self.assertEqual(limits.TOKEN_SUCCESSORS, 2)

    def test_not_for_somebody_else(self) -> None:
        self.assertFalse(self.store.use_token(self.bob, token(1), token(2), 10))
        self.assertEqual((self.alive(self.ann), self.alive(self.bob)), ({1}, set()))

    def test_owner(self) -> None:
        self.assertIsNone(self.store.token_owner(token(1), 10))  # not committed
        self.store.commit()
        self.assertEqual(self.store.token_owner(token(1), 10), self.ann)
        self.assertIsNone(self.store.token_owner(token(1), TOKEN_LIFE_MS))
        self.assertIsNone(self.store.token_owner(token(2), 10))

    def test_thirty_days_from_the_last_use(self) -> None:
        self.assertFalse(self.store.use_token(self.ann, token(1), token(2), TOKEN_LIFE_MS))
        self.assertTrue(self.store.use_token(self.ann, token(1), token(2), TOKEN_LIFE_MS - 1))
        self.assertTrue(self.store.use_token(self.ann, token(2), token(3), 2 * TOKEN_LIFE_MS - 2))
        self.assertEqual(self.alive(self.ann), {2, 3})
        self.store.add_token(self.ann, token(4), 3 * TOKEN_LIFE_MS)
        self.assertEqual(self.alive(self.ann), {4})  # the expired ones were swept

    def test_a_given_expiry(self) -> None:
        self.store.add_token(self.bob, token(5), 10, expires_at=20)
        self.assertFalse(self.store.use_token(self.bob, token(5), token(6), 20))
        self.assertTrue(self.store.use_token(self.bob, token(5), token(6), 19))

    def test_the_oldest_makes_room_and_only_among_ones_own(self) -> None:
        self.store.add_token(self.bob, token(1000), 0)
        for number in range(2, limits.TOKENS_PER_USER + 3):
            self.store.add_token(self.ann, token(number), number)
        self.assertEqual(self.alive(self.ann), set(range(3, limits.TOKENS_PER_USER + 3)))
        self.assertEqual(self.alive(self.bob), {1000})

    def test_revoking(self) -> None:
        self.store.add_token(self.bob, token(1000), 0)
        self.store.add_token(self.ann, token(2), 0)
        self.store.use_token(self.ann, token(2), token(3), 1)
        self.store.revoke_token(self.ann, token(3))  # a device logs out: its old one goes too
        self.assertEqual(self.alive(self.ann), {1})
        self.store.revoke_tokens(self.ann)
        self.assertEqual((self.alive(self.ann), self.alive(self.bob)), (set(), {1000}))
        self.assertFalse(self.store.use_token(self.ann, token(1), token(4), 1))

    def test_a_guests_token_outlives_the_session(self) -> None:
        guest = self.store.create_guest("gus", token(50), 5)
        self.store.end_guest(guest.id, 6)
        self.store.commit()
        self.assertEqual(self.store.token_owner(token(50), 7), guest.id)
        self.assertTrue(self.store.use_token(guest.id, token(50), token(51), 7))
