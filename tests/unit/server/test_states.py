"""The session's life: the table is complete, and what it leaves out breaks the protocol."""

from __future__ import annotations

import unittest

from udpchat.errors import ProtocolViolation
from udpchat.server.states import TRANSITIONS, State, Step, after


class StatesTest(unittest.TestCase):
    def test_a_sign_in_by_password_goes_through_the_table(self) -> None:
        state = State.GREETING
        for step in (Step.GREET, Step.CHALLENGE, Step.REFUSE, Step.CHALLENGE, Step.ADMIT, Step.WELCOME):
            state = after(state, step)
        self.assertIs(state, State.SIGNED_IN)

    def test_every_state_but_the_last_ones_leads_on(self) -> None:
        begun = {state for (state, _), following in TRANSITIONS.items() if following is not state or state is State.SIGNED_OUT}
        self.assertEqual(begun, set(State) - {State.SIGNED_IN, State.OPERATING, State.LINKED, State.CLOSING})

    def test_all_other_steps_are_violations(self) -> None:
        for state in State:
            for step in Step:
                if (state, step) not in TRANSITIONS:
                    with self.assertRaises(ProtocolViolation):
                        after(state, step)
