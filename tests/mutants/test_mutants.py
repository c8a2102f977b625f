"""Each known fault is put in on purpose; the test that is there to find it must fail. A mutant that lives is a gap.

Every test is first seen to pass without the fault, so that it does not fail for another reason.
"""

from __future__ import annotations

import contextlib
import dataclasses
import unittest
from contextlib import AbstractContextManager
from typing import Any
from unittest import mock

from tests.attack import test_wire_attacks as attacks
from tests.sim import test_chosen as chosen
from tests.sim import test_kills as kills
from tests.unit.client import test_first_visit as first_visit
from tests.unit.client import test_pupils as pupils
from tests.unit.client import test_rogue_files as rogue_files
from tests.unit.client import test_talking as talking
from tests.unit.server import test_files as server_files
from udpchat.client.account import Account, Opened
from udpchat.client.batch import Batch
from udpchat.client.cache import Cache
from udpchat.client.database import AccountDatabase
from udpchat.client.entry import Entry
from udpchat.client.holes import Holes
from udpchat.client.link import Link
from udpchat.client.outbox import Outbox
from udpchat.client.profiles import Profiles
from udpchat.client.transfers.disk import Sink, place
from udpchat.server.commits import Commits, Write
from udpchat.server.files.blobs import Blobs, Part
from udpchat.store.files import Files as StoredFiles
from udpchat.store.log import Log
from udpchat.store.records import StoredEvent, StoredFile
from udpchat.store.store import Store
from udpchat.wire.client_endpoint import ClientSide
from udpchat.wire.cookies import CookieJar, Proven
from udpchat.wire.keys import PacketKey
from udpchat.wire.path import Path
from udpchat.wire.protection import Protection
from udpchat.wire.received import ReceivedPackets
from udpchat.wire.sending import SendStream


class Mutants(unittest.TestCase):
    """One test for each fault."""

    def killed_by(self, fault: AbstractContextManager[Any], case: type[unittest.TestCase], *names: str) -> None:
        """The named tests pass without the fault and fail with it."""
        for name in names:
            with self.subTest(name):
                self.assertTrue(run(case, name).wasSuccessful(), f"{name} fails without the fault")
        with fault:
            for name in names:
                with self.subTest(name):
                    self.assertFalse(run(case, name).wasSuccessful(), f"{name} does not notice")

    # --- files --------------------------------------------------------------------------------------------------------

    def test_take_any_content_for_what_was_offered(self) -> None:
        def trusting(self: Part, sha256: bytes) -> None:
            self.close()

        names = ("test_another_content_than_offered",)
        self.killed_by(mock.patch.object(Part, "seal", trusting), server_files.Refused, *names)

    def test_give_a_name_to_whatever_came(self) -> None:
        def trusting(self: Sink, sha256: bytes, name: str) -> str:
            self.close()
            return str(place(self._part, self._part.parent, name))

        fault = mock.patch.object(Sink, "finish", trusting)
        self.killed_by(fault, rogue_files.Rogue, "test_other_bytes_of_that_size")

    def test_begin_anew_instead_of_going_on(self) -> None:
        opened = Blobs.open_part

        def forgetful(self: Blobs, key: bytes, size: int, free_bytes: int) -> Part:
            self.drop_part(key)
            return opened(self, key, size, free_bytes)

        fault = mock.patch.object(Blobs, "open_part", forgetful)
        self.killed_by(fault, server_files.Resumed, "test_after_a_crash_of_the_server")

    def test_let_everybody_fetch(self) -> None:
        def fetchable(self: StoredFiles, user: int, file: int) -> StoredFile:
            return StoredFile(*self._read("SELECT id, name, size, sha256, mime, owner FROM file WHERE id = ?", (file,))[0])

        fault = mock.patch.object(Store, "fetchable", fetchable)
        names = ("test_a_deleted_message_takes_its_file_along",)
        self.killed_by(fault, server_files.WhoMayFetch, *names)

    # --- relay and store ----------------------------------------------------------------------------------------------

    def test_confirm_before_the_commit(self) -> None:
        submit = Commits.submit

        def early(self: Commits, write: Write, now: float) -> None:
            submit(self, write, now)
            if write in self._open:
                self._open.remove(write)
                write.done(now)

        fault = mock.patch.object(Commits, "submit", early)
        self.killed_by(fault, kills.Kills, "test_killed_before_the_commit", "test_failed_commits")

    def test_forget_a_failed_commit(self) -> None:
        """A failed commit is taken for a good one."""
        finish = Commits.finish
        fault = mock.patch.object(Commits, "finish", lambda self, error, now: finish(self, None, now))
        self.killed_by(fault, kills.Kills, "test_failed_commits")

    def test_store_a_repeat_again(self) -> None:
        append_post = Log.append_post
        count = 0

        def again(self: Log, conversation: int, author: int, ref: bytes, *rest: Any, **more: Any) -> StoredEvent:
            nonlocal count
            count += 1
            fresh = count.to_bytes(16, "big")
            return dataclasses.replace(append_post(self, conversation, author, fresh, *rest, **more), ref=ref)

        fault = mock.patch.object(Log, "append_post", again)
        self.killed_by(fault, kills.Kills, "test_killed_after_the_commit")

    # --- client -------------------------------------------------------------------------------------------------------

    def test_share_an_outbox_between_accounts(self) -> None:
        open_account = Profiles.open_account

        def shared(self: Profiles, fingerprint: bytes, user: int) -> Opened:
            return open_account(self, fingerprint, 1)

        fault = mock.patch.object(Profiles, "open_account", shared)
        self.killed_by(fault, kills.Kills, "test_two_people_on_one_computer")

    def test_believe_a_server_without_its_proof(self) -> None:
        fault = mock.patch("udpchat.client.signin.ScramClient.check", lambda self, answer: True)
        case = first_visit.Impostors
        self.killed_by(fault, case, "test_relaying_the_challenge_and_forging_the_proof", "test_the_verifier_of_another_account")

    def test_pin_a_server_before_its_proof(self) -> None:
        fault = mock.patch.object(Link, "_on_trial", lambda self, fingerprint: False)
        self.killed_by(fault, first_visit.Proof, "test_pinned_only_after_the_proof")

    def test_leave_things_for_the_next_pupil(self) -> None:
        nothing_left = pupils.NothingIsLeft
        fault = mock.patch.object(AccountDatabase, "_forget", lambda self, kept: None)
        self.killed_by(fault, nothing_left, "test_leaving_without_waiting_leaves_the_unsent_message_only")
        fault = mock.patch.object(Account, "erase", lambda self: None)
        self.killed_by(fault, nothing_left, "test_after_signing_out")

    def test_store_a_mere_maximum_as_cursor(self) -> None:
        take_batch = Cache.take_batch

        def maximum(self: Cache) -> Batch:
            batch = take_batch(self)
            if batch.intervals:
                batch.intervals = ((1, max(hi for _, hi in batch.intervals)),)
            return batch

        self.killed_by(mock.patch.object(Cache, "take_batch", maximum), kills.Kills, "test_gap_in_the_cache")

    def test_send_before_the_outbox_is_saved(self) -> None:
        """Not a loss, but the order of things: what is typed and lost with the program must not have been promised."""
        fault = mock.patch("udpchat.client.database.AccountDatabase.apply", lambda self, batch: None)
        self.killed_by(fault, kills.Kills, "test_client_killed_with_a_full_outbox")

    # --- talk ---------------------------------------------------------------------------------------------------------

    def test_keep_places_of_a_log_that_is_gone(self) -> None:
        def careless(self: Outbox) -> list[Entry]:
            self.connection_lost()
            return []

        fault = mock.patch.object(Outbox, "log_replaced", careless)
        self.killed_by(fault, talking.OldBackup, "test_requests_about_a_lost_message_hit_no_other")

    def test_give_out_ids_of_a_lost_future(self) -> None:
        fault = mock.patch("udpchat.store.backup._skip_ids", lambda connection, randbytes: None)
        self.killed_by(fault, talking.OldBackup, "test_a_message_for_a_lost_group_goes_to_no_other")

    def test_forget_what_was_passed_before_joining(self) -> None:
        fault = mock.patch.object(Holes, "tear", lambda self, conversation, passed, before_seq: False)
        self.killed_by(fault, talking.Groups, "test_open_history_is_fetched")

    def test_let_requests_overtake_texts(self) -> None:
        fault = mock.patch.object(Entry, "streams", True)
        self.killed_by(fault, talking.Groups, "test_offline_changes_keep_their_order")

    # --- wire ---------------------------------------------------------------------------------------------------------

    def test_ignore_the_pin(self) -> None:
        def careless(accept: object, randbytes: Any) -> ClientSide:
            return ClientSide(None, randbytes)

        fault = mock.patch("udpchat.wire.client_endpoint.ClientSide", careless)
        self.killed_by(fault, attacks.Pinning, "test_another_certificate_gets_nothing")

    def test_skip_the_mac(self) -> None:
        fault = mock.patch.object(PacketKey, "verifies", lambda self, datagram: True)
        self.killed_by(fault, attacks.OnThePath, "test_injection_after_the_handshake_changes_nothing")

    def test_read_packets_under_the_old_key(self) -> None:
        open_long = Protection._open_long

        def both_keys(self: Protection, data: bytes) -> Any:
            rules = self._key1_heard, self.has_keys
            self._key1_heard = self.has_keys = False
            try:
                return open_long(self, data)
            finally:
                self._key1_heard, self.has_keys = rules

        fault = mock.patch.object(Protection, "_open_long", both_keys)
        self.killed_by(fault, attacks.OnThePath, "test_key0_is_dead_after_the_switch")
        self.killed_by(fault, attacks.DuringTheHandshake, "test_server_with_keys_never_parses_old_packets")

    def test_skip_the_check_of_cookies(self) -> None:
        fault = mock.patch.object(CookieJar, "check", lambda *args: Proven(0, 0.0))
        self.killed_by(
            fault, attacks.Strangers, "test_wrong_cookies_create_nothing", "test_cookie_of_two_keys_ago_is_void"
        )

    def test_take_replays_for_new(self) -> None:
        fault = mock.patch.object(ReceivedPackets, "is_known", lambda self, number: False)
        self.killed_by(fault, attacks.OnThePath, "test_replay_changes_nothing")

    def test_follow_a_new_address_at_once(self) -> None:
        def follow(self: Path, source: tuple[str, int], size_bytes: int, now: float) -> None:
            self.address = source

        fault = mock.patch.object(Path, "on_newest_packet", follow)
        self.killed_by(fault, attacks.OnThePath, "test_migration_race")

    def test_forget_lost_bytes(self) -> None:
        fault = mock.patch.object(SendStream, "lost", lambda self, span: None)
        self.killed_by(fault, chosen.ChosenLosses, "test_every_second_packet")

    def test_never_probe(self) -> None:
        """Without probe time-outs a lost last packet is lost for good."""
        fault = mock.patch("udpchat.wire.recovery.limits.PTO_PROBE_COUNT", 0)
        self.killed_by(fault, chosen.ChosenLosses, "test_first_initial")


def run(case: type[unittest.TestCase], name: str) -> unittest.TestResult:
    """One test of a case, silently."""
    result = unittest.TestResult()
    with contextlib.redirect_stdout(None), contextlib.redirect_stderr(None):
        case(name).run(result)
    return result
