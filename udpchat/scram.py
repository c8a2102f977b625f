"""Sign-in by password without telling it: the messages of SCRAM (RFC 5802) with scrypt in place of PBKDF2.

    client first   p=tls-server-end-point,,n=NAME,r=NONCE
    server first   r=NONCE+NONCE,s=SALT,i=N:R:P
    client final   c=BINDING,r=NONCE+NONCE,p=PROOF
    server final   v=SIGNATURE

The server keeps a `Verifier`, from which the password cannot be computed but by guessing at the price of one scrypt per
guess; it never runs scrypt itself, so a flood of sign-ins costs it microseconds each. The proof covers the SHA-256 of
the certificate that the client saw (RFC 5929, tls-server-end-point), so a rogue server cannot pass it on; the signature
proves to the client that the server knows the account. There is only the bound form: nothing to downgrade to.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import re
import unicodedata
from dataclasses import dataclass, field
from typing import Final

from udpchat import limits
from udpchat.catalogue import text
from udpchat.errors import BadPassword, ProtocolViolation
from udpchat.names import fold

NONCE_BYTES: Final = 18
SALT_BYTES: Final = 16
ROOM: Final = "#room"
"""The name under which the room password is proved; no username can contain "#"."""

_HEADER: Final = "p=tls-server-end-point,,"
_NONCE: Final = r"[!-+\--~]{16,128}"  # printable ASCII without the comma, as in RFC 5802, section 7
_BASE64: Final = r"[A-Za-z0-9+/]*={0,2}"
_CLIENT_FIRST: Final = re.compile(rf"{_HEADER}n=([^,\x00]+),r=({_NONCE})")
_SERVER_FIRST: Final = re.compile(rf"r=({_NONCE}),s=({_BASE64}),i=([1-9][0-9]{{0,6}}):([1-9][0-9]?):([1-9][0-9]?)")
_CLIENT_FINAL: Final = re.compile(rf"(c=({_BASE64}),r=({_NONCE})),p=({_BASE64})")
_SERVER_FINAL: Final = re.compile(rf"v=({_BASE64})")


@dataclass(frozen=True, slots=True)
class KdfParameters:
    """What turns a password into a key with scrypt (RFC 7914): salt, cost n, block size r, parallelism p."""

    salt: bytes
    n: int = limits.SCRYPT_N
    r: int = limits.SCRYPT_R
    p: int = limits.SCRYPT_P

    def check(self) -> None:
        """Raise ProtocolViolation outside the bounds: cheaper helps a guesser, dearer freezes the computer."""
        power_of_two = self.n & (self.n - 1) == 0
        if not (limits.SCRYPT_N_MIN <= self.n <= limits.SCRYPT_N_MAX and power_of_two):
            raise ProtocolViolation("cost of the password hash")
        if self.r != limits.SCRYPT_R or not 1 <= self.p <= limits.SCRYPT_P_MAX:
            raise ProtocolViolation("shape of the password hash")
        if not SALT_BYTES <= len(self.salt) <= limits.SALT_BYTES:
            raise ProtocolViolation("length of the salt")


@dataclass(frozen=True, slots=True)
class Verifier:
    """What a server keeps of a password. Whoever steals it must guess; whoever holds it can pose as the server."""

    salt: bytes
    n: int
    r: int
    p: int
    stored_key: bytes = field(repr=False)
    server_key: bytes = field(repr=False)

    @property
    def parameters(self) -> KdfParameters:
        """Salt and costs, as the client is told them."""
        return KdfParameters(self.salt, self.n, self.r, self.p)

    def check(self) -> None:
        """Raise ProtocolViolation for one that no client of ours would make; call it on what a client registers."""
        self.parameters.check()
        if len(self.stored_key) != limits.KEY_BYTES or len(self.server_key) != limits.KEY_BYTES:
            raise ProtocolViolation("length of a key")


def salted_password(password: str, salt: bytes, n: int, r: int, p: int) -> bytes:
    """The 32-byte key of a password. Blocks for 0.1 to 1.5 s (270 ms at the usual cost): run it in a Job.

    The password is brought to NFKC, so that é typed as one or as two characters is the same password, and wide or
    non-breaking spaces are spaces. Nothing else is changed or forbidden here: no trimming, no folding of case.

    Raises:
        ProtocolViolation: if the costs are out of bounds.
        MemoryError, ValueError: if the computer cannot give 128 * n * r bytes (32 MiB at the usual cost).
    """
    KdfParameters(salt, n, r, p).check()
    typed = unicodedata.normalize("NFKC", password).encode("utf-8", "surrogatepass")
    memory = 128 * r * (n + p + 2)  # what OpenSSL counts; its own limit is 32 MiB, too little for n = 2^15
    return hashlib.scrypt(typed, salt=salt, n=n, r=r, p=p, maxmem=memory + (1 << 20), dklen=limits.KEY_BYTES)


def make_verifier(
    password: str, salt: bytes, n: int = limits.SCRYPT_N, r: int = limits.SCRYPT_R, p: int = limits.SCRYPT_P
) -> Verifier:
    """The verifier of a new password; blocks, and raises, like `salted_password`. The salt is 16 random bytes."""
    salted = salted_password(password, salt, n, r, p)
    stored_key = hashlib.sha256(_hmac(salted, b"Client Key")).digest()
    return Verifier(salt, n, r, p, stored_key, _hmac(salted, b"Server Key"))


def unfit_password(password: str, name: str, least_chars: int) -> BadPassword | None:
    """Why a new password cannot be taken; None if it can."""
    if len(password) < least_chars:
        return BadPassword(text("client.password.short", count=least_chars))
    return BadPassword(text("client.password.name")) if fold(password) == fold(name) else None


def fake_salt(secret: bytes, folded_name: str) -> bytes:
    """The salt shown for a name that has no account: always the same for one name, so that it tells nothing."""
    return _hmac(secret, b"udpchat/1 fake salt " + folded_name.encode("utf-8", "surrogatepass"))[:SALT_BYTES]


class ScramClient:
    """The client's side of one sign-in: `first`, `parameters`, `final`, `check`, in this order, each once.

    `nonce` is 18 random bytes; `certificate` is the server's, in DER, as this client received it.
    """

    def __init__(self, name: str, nonce: bytes, certificate: bytes) -> None:
        self._nonce = _to_base64(nonce)
        self._binding = _binding(certificate)
        self._bare = f"n={_escape(name)},r={self._nonce}"
        self._server_first = ""
        self._full_nonce = ""
        self._expected = b""

    def first(self) -> str:
        """The first message of the exchange."""
        return _HEADER + self._bare

    def parameters(self, server_first: str) -> KdfParameters:
        """What to run `salted_password` with.

        Raises:
            ProtocolViolation: if the message is malformed, the nonce is not ours extended, or a cost is out of bounds.
        """
        nonce, salt, n, r, p = _parse(_SERVER_FIRST, server_first)
        if not nonce.startswith(self._nonce) or len(nonce) < len(self._nonce) + 16:
            raise ProtocolViolation("nonce of the sign-in")
        found = KdfParameters(_from_base64(salt), int(n), int(r), int(p))
        found.check()
        self._server_first, self._full_nonce = server_first, nonce
        return found

    def final(self, salted: bytes) -> str:
        """The proof. Raises ProtocolViolation if there was no challenge to answer."""
        if not self._full_nonce:
            raise ProtocolViolation("proof before the challenge")
        without_proof = f"c={_to_base64(self._binding)},r={self._full_nonce}"
        covered = f"{self._bare},{self._server_first},{without_proof}".encode()
        client_key = _hmac(salted, b"Client Key")
        signature = _hmac(hashlib.sha256(client_key).digest(), covered)
        self._expected = _hmac(_hmac(salted, b"Server Key"), covered)
        return f"{without_proof},p={_to_base64(_xor(client_key, signature))}"

    def check(self, server_final: str) -> bool:
        """Whether the server knows this account. If not, it is not the server that the account was made on."""
        try:
            (signature,) = _parse(_SERVER_FINAL, server_final)
            return bool(self._expected) and hmac.compare_digest(_from_base64(signature), self._expected)
        except ProtocolViolation:
            return False


class ScramServer:
    """The server's side of one sign-in: `challenge`, then `finish`, each once. Nothing here blocks.

    `nonce` is 18 random bytes; `certificate` is our own, in DER.
    """

    def __init__(self, certificate: bytes, nonce: bytes) -> None:
        self._nonce = _to_base64(nonce)
        self._binding = _binding(certificate)
        self._verifier: Verifier | None = None
        self._full_nonce = ""
        self._covered = ""

    @staticmethod
    def name_of(first: str) -> str:
        """The name in a client's first message, as it was typed. Raises ProtocolViolation."""
        return _unescape(_parse(_CLIENT_FIRST, first)[0])

    def challenge(self, first: str, verifier: Verifier | None, fake_salt: bytes) -> str:
        """The answer to the first message. `verifier` is None for an unknown name, which then fails like a wrong
        password, with `fake_salt` and the usual costs shown.

        Raises:
            ProtocolViolation: if the message is malformed.
        """
        name, nonce = _parse(_CLIENT_FIRST, first)
        _unescape(name)
        shown = verifier.parameters if verifier else KdfParameters(fake_salt)
        self._verifier, self._full_nonce = verifier, nonce + self._nonce
        server_first = f"r={self._full_nonce},s={_to_base64(shown.salt)},i={shown.n}:{shown.r}:{shown.p}"
        self._covered = f"{first.removeprefix(_HEADER)},{server_first}"
        return server_first

    def finish(self, final: str) -> str | None:
        """Our signature if the proof is right; None if the password, the certificate or the nonce is another.

        Raises:
            ProtocolViolation: if the message is malformed, or there is no challenge that it could answer.
        """
        without_proof, binding, nonce, proof = _parse(_CLIENT_FINAL, final)
        expected_nonce, self._full_nonce = self._full_nonce, ""  # one try for each challenge
        if not expected_nonce:
            raise ProtocolViolation("proof without a challenge")
        found, mixed = _from_base64(binding), _from_base64(proof)
        if len(mixed) != limits.KEY_BYTES:
            raise ProtocolViolation("length of the proof")
        stored_key = self._verifier.stored_key if self._verifier else bytes(limits.KEY_BYTES)
        server_key = self._verifier.server_key if self._verifier else bytes(limits.KEY_BYTES)
        covered = f"{self._covered},{without_proof}".encode()
        client_key = _xor(mixed, _hmac(stored_key, covered))
        right = (  # everything is computed in any case: how long it takes tells nothing
            hmac.compare_digest(hashlib.sha256(client_key).digest(), stored_key)
            & hmac.compare_digest(found, self._binding)
            & hmac.compare_digest(nonce, expected_nonce)
            & (self._verifier is not None)
        )
        signature = _hmac(server_key, covered)
        return f"v={_to_base64(signature)}" if right else None


def _parse(pattern: re.Pattern[str], text: str) -> tuple[str, ...]:
    found = pattern.fullmatch(text) if len(text) <= limits.SCRAM_CHARS else None
    if found is None:
        raise ProtocolViolation("form of a sign-in message")
    return found.groups()


def _binding(certificate: bytes) -> bytes:
    return _HEADER.encode() + hashlib.sha256(certificate).digest()


def _escape(name: str) -> str:
    """The "saslname" of RFC 5802, section 5.1."""
    return name.replace("=", "=3D").replace(",", "=2C")


def _unescape(escaped: str) -> str:
    name = escaped.replace("=2C", ",").replace("=3D", "=")
    try:
        name.encode()
    except UnicodeEncodeError:
        raise ProtocolViolation("a name that is no text") from None
    if _escape(name) != escaped:
        raise ProtocolViolation("form of a name")
    return name


def _hmac(key: bytes, message: bytes) -> bytes:
    return hmac.digest(key, message, "sha256")


def _xor(one: bytes, two: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(one, two, strict=True))


def _to_base64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _from_base64(text: str) -> bytes:
    try:
        data = base64.b64decode(text, validate=True)
    except binascii.Error:
        raise ProtocolViolation("base64 of a sign-in message") from None
    if _to_base64(data) != text:
        raise ProtocolViolation("base64 of a sign-in message")
    return data
