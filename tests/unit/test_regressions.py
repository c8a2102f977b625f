"""What older chat systems got wrong, by name, and the tests that prove that it does not come back."""

from __future__ import annotations

import ast
import unittest
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]

OLD: Final = "tests.unit.client.test_old_faults.OldFaults"
SEEDS: Final = "tests.system.test_seeds"
CHAT: Final = "tests.plain.test_chat"
COMMANDS: Final = "tests.plain.test_commands"

PROVED: Final = {
    "a name stays taken after its client died": (
        f"{CHAT}.EndTest.test_a_client_that_died_leaves_its_name_to_the_same_computer_only",
        f"{CHAT}.LoginTest.test_the_right_account_password_takes_the_place_of_the_old_address",
        f"{OLD}.test_a_name_is_free_again_for_its_owner_at_once",
        "tests.unit.server.test_ghosts.GhostTest.test_a_dead_session_goes_in_under_a_second",
        "tests.unit.server.test_guests.GuestTest.test_after_the_connection_died_the_name_is_reserved_for_two_minutes",
        "tests.system.test_takeover.TakeOver.test_killed_and_back",
    ),
    "one lost reply locks the user out": (
        f"{COMMANDS}.EntryTest.test_a_lost_answer_locks_nobody_out",
        f"{COMMANDS}.TalkTest.test_an_answer_that_was_lost_can_be_had_again",
        f"{OLD}.test_a_lost_reply_locks_nobody_out",
        "tests.unit.client.test_core.SigningIn.test_registration_whose_answer_got_lost",
    ),
    'chat starting with "LOGIN" swallowed': (
        f"{CHAT}.TalkTest.test_text_that_only_begins_with_login_is_chat",
        f"{OLD}.test_spaces_and_signs_stay_as_typed",
        f"{SEEDS}.SamsungChat.test_readme",
    ),
    "a second LOGIN doubles messages": (
        f"{CHAT}.LoginTest.test_again_from_the_same_address_is_the_same_answer_and_doubles_nothing",
        f"{OLD}.test_a_second_sign_in_doubles_nothing",
    ),
    "a cut UTF-8 character kills a receiver": (
        f"{CHAT}.SizeTest.test_long_messages_come_in_pieces_that_are_text",
        f"{CHAT}.SizeTest.test_bytes_that_are_no_utf8_reach_nobody_as_such",
        f"{OLD}.test_letters_of_many_bytes_at_every_cut",
        "tests.fuzz.test_words_fuzz.WordsFuzzTest.test_any_bytes",
    ),
    "names with spaces": (
        f"{CHAT}.LoginTest.test_names_keep_the_rules_of_all_names",
        f"{COMMANDS}.GroupTest.test_a_group_with_a_space_in_its_name",
        "tests.unit.test_names.UsernameTest.test_refused_with_the_reason",
        f"{OLD}.test_a_group_with_spaces_in_its_name",
        f"{SEEDS}.TCurah.test_readme",
    ),
    "the window freezes 5 s during login": (
        "tests.gui.test_windows_sign_in.ComingIn.test_a_silent_server",
        "tests.gui.test_loop.Traffic.test_jobs",
    ),
    "Tk touched from threads": (
        "tests.unit.gui.kit.test_traps.Traps.test_no_threads_in_the_kit",
        "tests.unit.test_house.Layers.test_forbidden_modules",
    ),
    "the second private message lost and the user logged out": (
        f"{COMMANDS}.TalkTest.test_send_and_inbox",
        f"{OLD}.test_the_second_private_message_arrives_and_nobody_is_logged_out",
    ),
    "names matched by substring": (f"{OLD}.test_names_are_whole_names",),
    "a thread spinning at 100 % after a disconnect": (
        f"{OLD}.test_nothing_is_due_at_rest",
        f"{OLD}.test_nothing_spins_after_the_server_is_gone",
    ),
    "one slow client blocks all": (
        f"{CHAT}.SizeTest.test_whoever_is_slow_loses_nothing",
        f"{OLD}.test_one_who_does_not_read_holds_nobody_up",
        "tests.unit.server.test_delivery.SlowReaderTest.test_it_costs_no_queue_nobody_else_waits_and_it_gets_everything_later",
    ),
    "a message of exactly 1,024·n bytes deadlocks": (
        f"{CHAT}.SizeTest.test_exactly_one_datagram_for_1024_bytes_with_the_prefix",
        f"{OLD}.test_sizes_around_whole_buffers",
    ),
    "a trailing space truncates": (
        f"{COMMANDS}.TalkTest.test_the_text_is_exactly_what_follows_the_space",
        f"{OLD}.test_spaces_and_signs_stay_as_typed",
        f"{SEEDS}.Tugas5.test_readme",
    ),
    "the second file to a recipient fails": (
        "tests.plain.test_files.Sending.test_the_second_file_and_the_same_again",
        "tests.plain.test_files.Sending.test_all_forms",
    ),
    "two commands together leak a token": (
        f"{COMMANDS}.TalkTest.test_two_commands_in_one_datagram_are_one_with_a_strange_text",
        f"{OLD}.test_two_commands_in_one_text_are_one_text",
    ),
    "`list` shows a user twice and needs no login": (
        f"{COMMANDS}.TalkTest.test_list_and_info",
        f"{COMMANDS}.TalkTest.test_list_without_a_token_where_the_server_allows_it",
        f"{OLD}.test_a_second_sign_in_doubles_nothing",
        f"{OLD}.test_nobody_is_told_who_is_here_before_the_sign_in",
        f"{SEEDS}.Tugas5.test_readme",
    ),
    "group text nests JSON": (f"{OLD}.test_spaces_and_signs_stay_as_typed",),
    "`info` leaks passwords and tokens": (
        f"{COMMANDS}.TalkTest.test_list_and_info",
        f"{OLD}.test_nothing_that_is_told_of_people_holds_a_secret",
        f"{SEEDS}.Kelompok3.test_readme",
    ),
    "logout logs everyone out": (
        f"{COMMANDS}.EntryTest.test_logout_and_exit",
        f"{OLD}.test_a_log_out_is_one_s_own",
    ),
    "Windows: an ICMP unreachable (WinError 10054) or an oversized datagram (10040) ends the receive loop": (
        "tests.unit.net.test_loop.LoopTest.test_failed_receive_is_loss",
        "tests.gui.test_loop.Traffic.test_faults_of_the_network_are_losses",
    ),
}
"""By fault. What links between servers got wrong is proved where those are."""


class Regressions(unittest.TestCase):
    """The tests named above are there; each is run where it stands."""

    def test_each_fault_has_its_tests(self) -> None:
        for fault, names in PROVED.items():
            for name in names:
                with self.subTest(fault=fault, test=name):
                    module, kind, method = name.rsplit(".", 2)
                    path = ROOT.joinpath(*module.split(".")).with_suffix(".py")
                    self.assertIn((kind, method), _tests(path) if path.is_file() else set())


def _tests(path: Path) -> set[tuple[str, str]]:
    """Classes and methods of a file, read without running it: some need a display."""
    tree = ast.parse(path.read_text(encoding="utf-8"), str(path))
    return {
        (kind.name, method.name)
        for kind in tree.body
        if isinstance(kind, ast.ClassDef)
        for method in kind.body
        if isinstance(method, ast.FunctionDef)
    }


if __name__ == "__main__":
    unittest.main()
