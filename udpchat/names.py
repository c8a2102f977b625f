"""The rules of names: usernames, display names, countries, servers, groups. Both sides clean with the same functions.

A username is NFKC text of 1-32 letters of one script, digits and `_ - .`, without anything invisible. One script, so
that no Cyrillic letter stands in for a Latin one; Japanese and Korean, each written in several together, count as one.
It is unique after `fold`, and nobody may have one that reads like another's: `likeness` is unique too. A label (display
name, country, server name, topic) is any visible line; the name of a group is one that has something to call it by. The
name of a file is whatever every system can store, made so rather than refused.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

from udpchat import limits
from udpchat.catalogue import text
from udpchat.errors import BadLine, BadName

RESERVED: Final = frozenset(
    {"admin", "administrator", "all", "announcements", "everyone", "here", "lobby", "moderator", "operator"}
    | {"realm", "root", "room", "server", "system", "udpchat"}
)
"""Folded names that would speak for the server or mean more than one person."""

_PUNCTUATION: Final = frozenset("_-.")
_LETTERS: Final = frozenset({"Lu", "Ll", "Lt", "Lm", "Lo", "Nd"})
_MARKS: Final = frozenset({"Mn", "Mc"})
_SYMBOLS: Final = frozenset({"So", "Sc", "Sm"})
_UNSEEN: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})

# Letters and marks by category, blank on the screen: fillers, joiners, variation selectors, inherent vowels.
_BLANK: Final = frozenset(
    chr(point)
    for lo, hi in (
        *((0x034F, 0x034F), (0x115F, 0x1160), (0x17B4, 0x17B5), (0x180B, 0x180F), (0x2800, 0x2800)),
        *((0x3164, 0x3164), (0xFE00, 0xFE0F), (0xFFA0, 0xFFA0), (0xE0100, 0xE01EF)),
    )
    for point in range(lo, hi + 1)
)

_NOT_IN_FILES: Final = frozenset('/\\:*?"<>|')
_DEVICES: Final = frozenset(
    {"con", "prn", "aux", "nul", "conin$", "conout$", "clock$"}
    | {f"{port}{number}" for port in ("com", "lpt") for number in "0123456789\u00b9\u00b2\u00b3"}
)
"""What Windows takes for a device, whatever its ending."""

# First words of Unicode character names that are not the name of the script which the character is written in.
_SCRIPT_OF_WORD: Final = {
    "IDEOGRAPHIC": "CJK",
    "KATAKANA-HIRAGANA": "KATAKANA",
    "ARABIC-INDIC": "ARABIC",
    "EXTENDED": "ARABIC",
    "COMBINING": "",
    "MODIFIER": "?",
}
_WRITTEN_TOGETHER: Final = (frozenset({"CJK", "HIRAGANA", "KATAKANA"}), frozenset({"CJK", "HANGUL"}))

# Letters of other scripts, and digits, that read like a Latin letter: small ones as small, capitals as capitals.
_READS_LIKE: Final = str.maketrans(
    "\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0456\u0458\u0455\u04bb\u0501\u051b\u051d\u0475"
    "\u0410\u0412\u0415\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0423\u0425\u0406\u0408\u0405"
    "\u03bf\u03b1\u03bd\u03c1\u03b9\u03c5"
    "\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7"
    "\u0131I1|0",
    "aeopcyxijshdqwvABEKMHOPCTYXlJSoavpiuABEZHlKMNOPTYXilllo",
)


def clean_username(raw: str) -> str:
    """The username in its one spelling (NFKC, without spaces around it). BadName says which rule it breaks.

    Cleaning a clean name changes nothing. Length is counted in characters after NFKC.
    """
    name = _normal(raw, limits.NAME_CHARS)
    _check_characters(name)
    _check_scripts(name)
    _check_marks(name)
    if not any(unicodedata.category(char) in _LETTERS for char in name):
        raise BadName(text("name.no_letter"))
    if fold(name) in RESERVED:
        raise BadName(text("name.reserved"))
    return name


@lru_cache(maxsize=16_384)
def fold(name: str) -> str:
    """What must be unique: the name without differences of case and compatibility forms. Any string has one."""
    for _ in range(2):  # casefolding can bring back what NFKC removes
        name = unicodedata.normalize("NFKC", name).casefold()
    return unicodedata.normalize("NFKC", name)


@lru_cache(maxsize=4096)
def likeness(name: str) -> str:
    """What must be unique as well: names that read alike at a glance share it (`Ila` and `lla`, `paypal` in Cyrillic)."""
    return fold(unicodedata.normalize("NFKC", name).translate(_READS_LIKE))


def clean_realm_name(raw: str) -> str:
    """The name of a server as a realm: one word, by the rules of usernames. BadName."""
    name = _normal(raw, limits.REALM_CHARS)
    _check_characters(name)
    _check_scripts(name)
    _check_marks(name)
    if not any(unicodedata.category(char) in _LETTERS for char in name):
        raise BadName(text("name.no_letter"))
    return name


def realm_name_from(server_name: str, otherwise: str) -> str:
    """The name of a server made one word: `Lab 2` is the realm `Lab-2`. `otherwise`: where nothing is left of it."""
    kept = [char if char in _PUNCTUATION or unicodedata.category(char) in _LETTERS | _MARKS else "-" for char in server_name]
    word = re.sub("-+", "-", unicodedata.normalize("NFKC", "".join(kept)))[: limits.REALM_CHARS].strip("-.")
    try:
        return clean_realm_name(word)
    except BadName:
        return otherwise


def split_address(raw: str) -> tuple[str, str]:
    """Name and realm of `name@realm`, cleaned. BadName."""
    name, _, realm = raw.strip().removeprefix("@").rpartition("@")
    return clean_username(name), clean_realm_name(realm)


def clean_group_name(raw: str) -> str:
    """The name of a group: a label with a letter, a digit or a symbol, without double quotes, which commands put around
    names with spaces, and none that means everybody. BadName."""
    name = clean_label(raw, limits.GROUP_NAME_CHARS)
    if not name:
        raise BadName(text("name.empty"))
    if '"' in name:
        raise BadName(text("name.quote"))
    if not any(unicodedata.category(char) in _LETTERS | _SYMBOLS for char in name):
        raise BadName(text("name.no_letter"))
    if fold(name) in RESERVED:
        raise BadName(text("name.reserved"))
    return name


def clean_server_name(raw: str) -> str:
    """The name of a server: one visible line of at most 64 bytes of UTF-8, what a discovery answer carries. BadName."""
    name = clean_label(raw, limits.SERVER_NAME_BYTES)
    if not name:
        raise BadName(text("name.empty"))
    if len(name.encode()) > limits.SERVER_NAME_BYTES:
        raise BadName(text("name.too_long", count=limits.SERVER_NAME_BYTES))
    return name


def clean_label(raw: str, maximum: int = limits.DISPLAY_CHARS) -> str:
    """A display name or country: one visible line, inner spaces single, maybe empty. BadName: invisible or too long."""
    if len(raw) > 4 * maximum:
        raise BadName(text("name.too_long", count=maximum))
    label = " ".join(part for part in unicodedata.normalize("NFC", raw).split(" ") if part)
    if any(_is_unseen(char) for char in label):
        raise BadName(text("name.invisible"))
    if len(label) > maximum:
        raise BadName(text("name.too_long", count=maximum))
    _check_marks(label)
    return label


def clean_status(raw: str) -> str:
    """A status text: a label of at most 100 bytes of UTF-8, maybe empty. BadLine."""
    status = _clean_line(raw, limits.STATUS_BYTES)
    if len(status.encode()) > limits.STATUS_BYTES:
        raise BadLine(text("name.too_many_bytes"))
    return status


def clean_topic(raw: str) -> str:
    """The topic of a group: a label of at most 120 characters, maybe empty. BadLine."""
    return _clean_line(raw, limits.TOPIC_CHARS)


def _clean_line(raw: str, maximum: int) -> str:
    """A label that is no name. BadLine."""
    try:
        return clean_label(raw, maximum)
    except BadName as error:
        raise BadLine(error.detail) from error


def clean_filename(raw: str) -> str:
    """A name under which any system can store a file inside one folder: never a path, a device, hidden or invisible.

    Of a path its last part; what some system forbids is an underline. Never refused: what is left of nothing is `file`.
    Cleaning a clean name changes nothing.
    """
    path = raw[-4 * limits.PATH_BYTES :].encode(errors="replace").decode()
    last = path.replace("\\", "/").rstrip("/ .").rpartition("/")[2]
    kept = ["_" if char in _NOT_IN_FILES else " " if char in "\t\n\r" else char for char in last]
    name = unicodedata.normalize("NFC", "".join(char for char in kept if not _is_unseen(char) or char == " "))
    before = ""
    while name != before:  # what is left of a name that was cut may be a device, or end in a dot, or in something shorter
        before, name = name, _fitting(name)
    return name or "file"


def _without_towers(name: str) -> str:
    """Marks beyond what a living script puts on one letter, or with no letter below them, only overprint the neighbours."""
    kept: list[str] = []
    room = 0
    for char in name:
        room = limits.NAME_MARKS if unicodedata.category(char) not in _MARKS else room - 1
        if room >= 0 and (kept or room == limits.NAME_MARKS):
            kept.append(char)
    return "".join(kept)


def _fitting(name: str) -> str:
    """Within the limits in characters and bytes, and no device; a short ending stays."""
    name = _without_towers(name.strip(" ."))
    stem, dot, ending = name.rpartition(".")
    if not dot or len(ending) > limits.FILE_ENDING_CHARS or not stem.strip(" ."):
        stem, dot, ending = name, "", ""
    if stem.partition(".")[0].rstrip(" ").casefold() in _DEVICES:
        stem = f"_{stem}"
    stem = stem[: limits.FILENAME_CHARS - len(dot + ending)]
    while len(f"{stem}{dot}{ending}".encode()) > limits.FILENAME_BYTES:
        stem = stem[:-1]
    stem = stem.rstrip(" .")
    return f"{stem}{dot}{ending}" if stem else ""


def _normal(raw: str, maximum: int) -> str:
    """NFKC within the limit; a huge input is refused before any work, as NFKC can make 18 characters of one."""
    if len(raw) > 4 * maximum:
        raise BadName(text("name.too_long", count=maximum))
    name = unicodedata.normalize("NFKC", raw).strip(" ")
    if not name:
        raise BadName(text("name.empty"))
    if len(name) > maximum:
        raise BadName(text("name.too_long", count=maximum))
    return name


def _check_characters(name: str) -> None:
    if any(_is_unseen(char) for char in name):
        raise BadName(text("name.invisible"))
    if any(char not in _PUNCTUATION and unicodedata.category(char) not in _LETTERS | _MARKS for char in name):
        raise BadName(text("name.character"))


def _is_unseen(char: str) -> bool:
    return char in _BLANK or unicodedata.category(char) in _UNSEEN


def _check_scripts(name: str) -> None:
    scripts = {_script(char) for char in name} - {""}
    if "?" in scripts:
        raise BadName(text("name.character"))
    if len(scripts) > 1 and not any(scripts <= together for together in _WRITTEN_TOGETHER):
        raise BadName(text("name.scripts"))


def _script(char: str) -> str:
    """The script's name; "" for what all scripts share, "?" for what belongs to none."""
    if char.isascii():
        return "LATIN" if char.isalpha() else ""
    word = unicodedata.name(char, "?").split()[0]
    return _SCRIPT_OF_WORD.get(word, word.split("-")[0])


def _check_marks(name: str) -> None:
    """Marks need a base in front, and not more of them than a living script puts on one letter."""
    room = 0
    for char in name:
        if unicodedata.category(char) not in _MARKS:
            room = limits.NAME_MARKS if char not in _PUNCTUATION else 0
        elif room == 0:
            raise BadName(text("name.marks"))
        else:
            room -= 1
