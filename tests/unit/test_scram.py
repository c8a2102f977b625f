"""Sign-in by password: a known exchange, everything that must be refused, and what a rogue server can try."""

from __future__ import annotations

import base64
import functools
import shutil
import subprocess
import unicodedata
import unittest

from udpchat import scram
from udpchat.errors import ProtocolViolation

N, R, P = 2**14, 8, 1  # the cheapest that is allowed
SALT = b"0123456789abcdef"
CERTIFICATE, OTHER_CERTIFICATE = b"certificate", b"another certificate"
CLIENT_NONCE, SERVER_NONCE = bytes(range(18)), bytes(range(32, 50))

# Computed with the openssl program alone: `openssl kdf SCRYPT`, `openssl mac HMAC`, `openssl sha256`
KNOWN_PASSWORD, KNOWN_NAME = "correct horse é", "a,b=c"
KNOWN_SALTED = "bb1b5ae571a5dfbe30eb35dbd5c8753380cdecf784ffaa493533a9aaddd783dc"
KNOWN_STORED_KEY = "6e89bec84189b841c3a681f9bf3d11ae4f4fc456618446f99fd360209ada47e3"
KNOWN_SERVER_KEY = "e90d988cdc66623ced9995cec37223a3cc1042ba55b58d636992c7271d778082"
KNOWN_FIRST = "p=tls-server-end-point,,n=a=2Cb=3Dc,r=AAECAwQFBgcICQoLDA0ODxAR"
KNOWN_CHALLENGE = "r=AAECAwQFBgcICQoLDA0ODxARICEiIyQlJicoKSorLC0uLzAx,s=MDEyMzQ1Njc4OWFiY2RlZg==,i=16384:8:1"
KNOWN_FINAL = (
    "c=cD10bHMtc2VydmVyLWVuZC1wb2ludCwsA9Zt0Ig1wco/EozOrNHzGslBYwlrIPRFroQoW8CDLXI=,"
    "r=AAECAwQFBgcICQoLDA0ODxARICEiIyQlJicoKSorLC0uLzAx,p=3cxYY46cT63B1c4I3BCGm6YAcl5caQbFcaS9ziNd93E="
)
KNOWN_SERVER_FINAL = "v=eurZXO3f9bFiDxj5hGUemobDP1InGgtGQpDCT61pX2w="


@functools.cache
def salted(password: str) -> bytes:
    return scram.salted_password(password, SALT, N, R, P)


@functools.cache
def verifier(password: str = "right") -> scram.Verifier:
    return scram.make_verifier(password, SALT, N, R, P)


def client(name: str = "ani", certificate: bytes = CERTIFICATE) -> scram.ScramClient:
    return scram.ScramClient(name, CLIENT_NONCE, certificate)


def server(certificate: bytes = CERTIFICATE) -> scram.ScramServer:
    return scram.ScramServer(certificate, SERVER_NONCE)


class Known(unittest.TestCase):
    def test_verifier(self) -> None:
        made = scram.make_verifier(KNOWN_PASSWORD, SALT, N, R, P)
        self.assertEqual((KNOWN_STORED_KEY, KNOWN_SERVER_KEY), (made.stored_key.hex(), made.server_key.hex()))
        self.assertEqual(KNOWN_SALTED, salted(KNOWN_PASSWORD).hex())

    def test_exchange(self) -> None:
        here, there = client(KNOWN_NAME), server()
        self.assertEqual(KNOWN_FIRST, here.first())
        self.assertEqual(KNOWN_NAME, there.name_of(KNOWN_FIRST))
        self.assertEqual(KNOWN_CHALLENGE, there.challenge(KNOWN_FIRST, verifier(KNOWN_PASSWORD), b""))
        self.assertEqual(scram.KdfParameters(SALT, N, R, P), here.parameters(KNOWN_CHALLENGE))
        self.assertEqual(KNOWN_FINAL, here.final(bytes.fromhex(KNOWN_SALTED)))
        self.assertEqual(KNOWN_SERVER_FINAL, there.finish(KNOWN_FINAL))
        self.assertTrue(here.check(KNOWN_SERVER_FINAL))

    @unittest.skipUnless(shutil.which("openssl"), "the openssl program is not installed")
    def test_usual_cost_agrees_with_openssl(self) -> None:
        options = {"hexpass": b"secret1".hex(), "hexsalt": SALT.hex(), "n": 2**15, "r": 8, "p": 3}
        command = ["openssl", "kdf", "-keylen", "32", "-binary"]
        for key, value in {**options, "maxmem_bytes": 2**26}.items():
            command += ["-kdfopt", f"{key}:{value}"]
        done = subprocess.run([*command, "SCRYPT"], capture_output=True, check=False)
        if done.returncode:
            self.skipTest("this openssl has no kdf command")
        self.assertEqual(done.stdout, scram.salted_password("secret1", SALT, 2**15, 8, 3))


class SignIn(unittest.TestCase):
    def outcome(self, password: str, known: scram.Verifier | None, here: scram.ScramClient, there: scram.ScramServer) -> str:
        """ "in", "refused" by the server, or "not my server" as the client sees it."""
        challenge = there.challenge(here.first(), known, scram.fake_salt(b"secret", "ani"))
        parameters = here.parameters(challenge)
        key = scram.salted_password(password, SALT, N, R, P) if known is None else salted(password)
        self.assertEqual(SALT if known else scram.fake_salt(b"secret", "ani"), parameters.salt)
        answer = there.finish(here.final(key))
        if answer is None:
            return "refused"
        return "in" if here.check(answer) else "not my server"

    def test_right_password(self) -> None:
        self.assertEqual("in", self.outcome("right", verifier(), client(), server()))

    def test_wrong_password(self) -> None:
        self.assertEqual("refused", self.outcome("wrong", verifier(), client(), server()))

    def test_unknown_user(self) -> None:
        self.assertEqual("refused", self.outcome("right", None, client(), server()))

    def test_relay_by_a_server_with_another_certificate(self) -> None:
        self.assertEqual("refused", self.outcome("right", verifier(), client(certificate=OTHER_CERTIFICATE), server()))

    def test_names_with_comma_and_equals_sign(self) -> None:
        for name in ("a,b", "a=b", "=2C", "=3D,=", "größe ☕", scram.ROOM, "n=x,r=y"):
            with self.subTest(name):
                self.assertEqual(name, scram.ScramServer.name_of(client(name).first()))
                self.assertEqual("in", self.outcome("right", verifier(), client(name), server()))

    def test_another_name_in_the_proof_is_refused(self) -> None:
        here, there = client("ani"), server()
        here.parameters(there.challenge(client("budi").first(), verifier(), b""))
        self.assertIsNone(there.finish(here.final(salted("right"))))

    def test_one_try_for_each_challenge(self) -> None:
        here, there = client(), server()
        here.parameters(there.challenge(here.first(), verifier(), b""))
        final = here.final(salted("right"))
        self.assertIsNotNone(there.finish(final))
        with self.assertRaises(ProtocolViolation):
            there.finish(final)

    def test_replay_to_another_challenge(self) -> None:
        here, there = client(), server()
        here.parameters(there.challenge(here.first(), verifier(), b""))
        later = scram.ScramServer(CERTIFICATE, bytes(18))
        later.challenge(here.first(), verifier(), b"")
        self.assertIsNone(later.finish(here.final(salted("right"))))

    def test_right_password_with_another_nonce(self) -> None:
        here, there = client(), server()
        here.parameters(there.challenge(here.first(), verifier(), b""))
        here._full_nonce += "x"
        self.assertIsNone(there.finish(here.final(salted("right"))))

    def test_zero_keys_of_an_unknown_user_open_nothing(self) -> None:
        zero = scram.Verifier(SALT, N, R, P, bytes(32), bytes(32))
        for known in (None, zero):
            here, there = client(), server()
            here.parameters(there.challenge(here.first(), known, SALT))
            self.assertIsNone(there.finish(here.final(bytes(32))))


class UnknownUser(unittest.TestCase):
    def test_salt_is_stable_and_of_one_name(self) -> None:
        self.assertEqual(scram.fake_salt(b"s" * 32, "ani"), scram.fake_salt(b"s" * 32, "ani"))
        self.assertNotEqual(scram.fake_salt(b"s" * 32, "ani"), scram.fake_salt(b"s" * 32, "budi"))
        self.assertNotEqual(scram.fake_salt(b"s" * 32, "ani"), scram.fake_salt(b"t" * 32, "ani"))
        self.assertEqual(scram.SALT_BYTES, len(scram.fake_salt(b"", "ani")))

    def test_challenge_looks_like_that_of_a_usual_account(self) -> None:
        usual = scram.Verifier(SALT, *(2**15, 8, 3), bytes(32), bytes(32))
        known = server().challenge(client().first(), usual, b"")
        self.assertEqual(known, server().challenge(client().first(), None, SALT))


class RogueServer(unittest.TestCase):
    def test_pretended_success_is_noticed(self) -> None:
        here = client()
        here.parameters(KNOWN_CHALLENGE)
        here.final(salted("right"))
        for answer in ("v=" + base64.b64encode(bytes(32)).decode(), "v=", "", "v=!", KNOWN_SERVER_FINAL, "e=x", "v=AA==\n"):
            with self.subTest(answer):
                self.assertFalse(here.check(answer))

    def test_no_answer_is_right_before_the_proof(self) -> None:
        here = client()
        self.assertFalse(here.check("v="))
        here.parameters(KNOWN_CHALLENGE)
        self.assertFalse(here.check("v="))

    def test_proof_needs_a_challenge(self) -> None:
        with self.assertRaises(ProtocolViolation):
            client().final(bytes(32))

    def test_bounds_of_the_cost(self) -> None:
        prefix = KNOWN_CHALLENGE.rpartition("i=")[0]
        for cost in ("16384:8:1", "32768:8:3", "131072:8:4"):
            client().parameters(f"{prefix}i={cost}")
        bad = "8192:8:1 262144:8:1 16385:8:1 49152:8:1 16384:1:1 16384:16:1 16384:8:5 16384:8:0 0:8:1 -16384:8:1"
        for cost in [*bad.split(), "16384", "16384:8", "016384:8:1", "16384:8:1:1", "9" * 5000 + ":8:1", "１６３８４:8:1"]:
            with self.subTest(cost[:20]), self.assertRaises(ProtocolViolation):
                client().parameters(f"{prefix}i={cost}")

    def test_bounds_of_the_salt(self) -> None:
        head, tail = KNOWN_CHALLENGE.split(",s=")[0], ",i=16384:8:1"
        for salt in (b"", bytes(15), bytes(65)):
            with self.subTest(len(salt)), self.assertRaises(ProtocolViolation):
                client().parameters(f"{head},s={base64.b64encode(salt).decode()}{tail}")

    def test_nonce_must_be_ours_extended(self) -> None:
        ours = base64.b64encode(CLIENT_NONCE).decode()
        for nonce in (ours, ours + "short", "x" + ours[1:] + "A" * 24, "A" * 48, ours[:-1] + "A" * 25):
            with self.subTest(nonce), self.assertRaises(ProtocolViolation):
                client().parameters(f"r={nonce},s=MDEyMzQ1Njc4OWFiY2RlZg==,i=16384:8:1")


class Malformed(unittest.TestCase):
    def test_client_first(self) -> None:
        good = client().first()
        bad = [
            "",
            "n=ani,r=AAECAwQFBgcICQoLDA0ODxAR",
            "n,,n=ani,r=AAECAwQFBgcICQoLDA0ODxAR",
            good + ",m=x",
            good + "\n",
            good[:-10],
        ]
        bad += [good.replace("n=ani", form) for form in ("n=", "n=a=b", "n=a=2cb", "n=a=", "n=\ud800", "n=a\0", "m=ani", "n=a,b")]
        for first in [*bad, good.replace("point,,", "point,a=x,"), good + "é", "x" * 2000, good.replace("ani", "a" * 2000)]:
            with self.subTest(first[:60]):
                self.assertRaises(ProtocolViolation, scram.ScramServer.name_of, first)
                self.assertRaises(ProtocolViolation, server().challenge, first, None, SALT)

    def test_client_final(self) -> None:
        nonce, proof = "r=AAECAwQFBgcICQoLDA0ODxARICEiIyQlJicoKSorLC0uLzAx", "p=" + base64.b64encode(bytes(32)).decode()
        bad = ["", "c=,,", f"{nonce},{proof}", f"c=AAAA,{nonce}", f"c=AAA,{nonce},{proof}", f"c=AAAA,{nonce},p=AAAA"]
        for final in [*bad, f"c=AAAA,{nonce},{proof},x=y", f"c=AB==,{nonce},{proof}", f"c=AAAA,{nonce},{proof}" + " "]:
            there = server()
            there.challenge(client().first(), verifier(), SALT)
            with self.subTest(final), self.assertRaises(ProtocolViolation):
                there.finish(final)

    def test_final_before_the_challenge(self) -> None:
        with self.assertRaises(ProtocolViolation):
            server().finish(KNOWN_FINAL)


class Passwords(unittest.TestCase):
    def test_compatible_forms_are_one_password(self) -> None:
        composed = unicodedata.normalize("NFC", "é wide")
        for form in (unicodedata.normalize("NFD", composed), "é\u00a0ｗｉｄｅ"):
            self.assertEqual(salted(composed), salted(form))

    def test_case_and_spaces_at_the_ends_count(self) -> None:
        self.assertEqual(3, len({salted("abc"), salted("Abc"), salted("abc ")}))

    def test_any_string_is_a_password(self) -> None:
        self.assertEqual(4, len({salted(""), salted("a\0b"), salted("\ud800"), salted("x" * 100_000)}))

    def test_costs_out_of_bounds(self) -> None:
        for n, r, p in ((2**13, 8, 1), (2**18, 8, 1), (2**14, 4, 1), (2**14, 8, 5), (2**14 + 1, 8, 1)):
            with self.assertRaises(ProtocolViolation):
                scram.make_verifier("x", SALT, n, r, p)


class Verifiers(unittest.TestCase):
    def test_what_our_client_registers_is_accepted(self) -> None:
        verifier().check()

    def test_others_are_refused(self) -> None:
        key = bytes(32)
        for bad in (
            scram.Verifier(SALT, 2**10, 8, 1, key, key),
            scram.Verifier(SALT, N, R, P, key[1:], key),
            scram.Verifier(SALT, N, R, P, key, key + b"x"),
            scram.Verifier(b"short", N, R, P, key, key),
        ):
            with self.assertRaises(ProtocolViolation):
                bad.check()

    def test_keys_are_not_shown(self) -> None:
        self.assertNotIn("key", repr(verifier()))


if __name__ == "__main__":
    unittest.main()
