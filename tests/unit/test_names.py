"""Table test of the rules of names."""

from __future__ import annotations

import random
import unicodedata
import unittest

from udpchat import limits
from udpchat.catalogue import text
from udpchat.errors import BadName
from udpchat.names import RESERVED, clean_filename, clean_group_name, clean_label, clean_server_name, clean_username, fold, likeness

ACCEPTED = {
    "a": "a",
    "7": "7",
    "Izza": "Izza",
    "messi_10.x-y": "messi_10.x-y",
    "  padded ": "padded",
    "x" * 32: "x" * 32,
    "José": "José",
    "Jose\u0301": "José",  # composed by NFKC
    "ｆｕｌｌ": "full",  # full width
    "ﬁn": "fin",  # ligature
    "Straße": "Straße",
    "Иван": "Иван",
    "Ιωάννης": "Ιωάννης",
    "محمد": "محمد",
    "محمد٣": "محمد٣",  # Arabic digits with Arabic letters
    "דוד": "דוד",
    "हिन्दी": "हिन्दी",  # vowel signs are marks
    "สมชาย": "สมชาย",
    "王小明": "王小明",
    "山田たろう": "山田たろう",  # Han and Hiragana are written together
    "スーパー佐々木": "スーパー佐々木",
    "김철수": "김철수",
    "ẹ\u0301": "ẹ\u0301",  # Yoruba: no composed form
    "adm1n": "adm1n",
}

REFUSED = {
    "empty": ("", "   ", "\u3000"),
    "too_long": ("x" * 33, "\ufdfa" * 3, "x" * 100_000),
    "character": (
        *("a b", "a,b", "a@b", "a/b", "a\\b", "a:b", "a'b", 'a"b', "#a", "a%", "a\u02bcb", "a\u00a0b", "½", "x²y!"),
        *("😀", "a😀", "🇮🇩", "❤", "a\u20dd", "☺", "Ⅳ\u2603", "a\u00b4"),
    ),
    "invisible": (
        *("a\nb", "a\n", "a\tb", "a\x00", "\x1b[2Ja", "a\x7f", "a\x85b", "a\u2028b"),
        *("a\u200bb", "a\u200cb", "a\u200db", "\u202ea", "a\u2066b", "a\u200fb", "\ufeffa", "a\u00adb", "a\u2060b"),
        *("a\u034fb", "a\ufe0f", "\u3164", "\u115f", "\u1160", "\uffa0", "a\u2800", "a\U000e0041", "a\u180eb"),
        *("a\ud800", "a\ue000", "a\U0010ffff", "a\u0378", "👩\u200d💻"),
    ),
    "scripts": (
        *(
            "\u0430dam",
            "p\u0430ypal",
            "izz\u0430",
            "j\u03bfhn",
            "Ivanов",
            "王john",
            "たろうtaro",
            "a\u0663",
            "김たろう",
        ),
        *("a\u09ea", "\u0456van1x"),
    ),
    "no_letter": ("_", "...", "-", "-_."),
    "marks": ("\u0301a", "_\u0301a", "a" + "\u0316" * 4, "สุุุุ"),
    "reserved": ("server", "System", "ADMIN", "room", "Realm", "ａｄｍｉｎ", "Operator", "lobby", "everyone"),
}


class UsernameTest(unittest.TestCase):
    def test_accepted(self) -> None:
        for raw, clean in ACCEPTED.items():
            with self.subTest(raw=raw):
                self.assertEqual(clean_username(raw), clean)

    def test_refused_with_the_reason(self) -> None:
        for rule, names in REFUSED.items():
            reason = text(f"name.{rule}", count=32) if rule == "too_long" else text(f"name.{rule}")
            for raw in names:
                with self.subTest(rule=rule, raw=ascii(raw[:40])), self.assertRaises(BadName) as caught:
                    clean_username(raw)
                self.assertEqual(caught.exception.detail, reason, ascii(raw[:40]))

    def test_reserved_words_are_folded_themselves(self) -> None:
        for word in RESERVED:
            self.assertEqual(fold(word), word)

    def test_random_names_are_refused_or_stable(self) -> None:
        rng = random.Random(20)
        ranges = ((0x20, 0x250), (0x300, 0x600), (0x1100, 0x3400), (0xFB00, 0x10000), (0x1D400, 0x1F700))
        for _ in range(20_000):
            raw = "".join(chr(rng.randrange(*rng.choice(ranges))) for _ in range(rng.randrange(1, 5)))
            try:
                clean = clean_username(raw)
            except BadName:
                continue
            self.assertEqual(clean_username(clean), clean, ascii(raw))
            self.assertTrue(clean.isprintable() and 1 <= len(clean) <= 32)
            self.assertEqual(fold(fold(clean)), fold(clean), ascii(raw))


class FoldTest(unittest.TestCase):
    def test_the_same_person(self) -> None:
        for one, other in (
            *(("Anna", "aNNA"), ("Straße", "STRASSE"), ("Σίσυφος", "ΣΊΣΥΦΟΣ"), ("ＡＢ", "ab"), ("ﬀ", "FF")),
            *(("Jose\u0301", "JOSÉ"), ("Иван", "ИВАН"), ("\u1e9e", "ss")),
        ):
            self.assertEqual(fold(one), fold(other), (one, other))

    def test_different_people(self) -> None:
        for one, other in (("anna", "ana"), ("a.b", "ab"), ("a_b", "a-b"), ("jose", "josé"), ("ı", "i")):
            self.assertNotEqual(fold(one), fold(other), (one, other))


class LikenessTest(unittest.TestCase):
    def test_names_that_read_alike(self) -> None:
        for one, other in (
            *(("Anna", "aNNA"), ("paypay", "\u0440\u0430\u0443\u0440\u0430\u0443"), ("Ila", "lla"), ("l0l", "1o1")),
            *(("MAMA", "\u041c\u0410\u041c\u0410"), ("nova", "n0va"), ("NOTE", "\u039d\u039f\u03a4\u0395"), ("u1", "ul")),
        ):
            self.assertEqual(likeness(one), likeness(other), (one, other))

    def test_names_that_do_not(self) -> None:
        for one, other in (
            *(("Lia", "Ila"), ("anna", "ana"), ("a.b", "a_b"), ("jose", "josé"), ("mil", "mll"), ("c10", "c20"), ("u2", "u3")),
            *(("мама", "mama"), ("budi", "budl")),
        ):
            self.assertNotEqual(likeness(one), likeness(other), (one, other))

    def test_spellings_of_one_name_are_alike(self) -> None:
        for name in ("Straße", "ﬁn", "José", "Иван", "x1l"):
            self.assertEqual(likeness(name), likeness(unicodedata.normalize("NFKD", name)))


GROUP_NAMES = {
    "grup ciwi": "grup ciwi",
    "  grup   ciwi ": "grup ciwi",
    "Kelas 3 数学": "Kelas 3 数学",
    "R&D (Berlin)": "R&D (Berlin)",
    "🎉": "🎉",
    "7": "7",
    "x" * 48: "x" * 48,
    "#general": "#general",
}
NO_GROUP_NAMES = {
    "empty": ("", "   "),
    "too_long": ("x" * 49, "x" * 10_000),
    "quote": ('say "hi"', '"'),
    "no_letter": ("...", "- _ -", "?!"),
    "reserved": ("Lobby", "everyone", "Announcements"),
    "invisible": ("a\nb", "a\u200bb", "\u202eabc", "a\x00", "a\ud800", "\u2800", "\u3164"),
    "marks": ("a" + "\u0301" * 9, "\u0301"),
}


class GroupNameTest(unittest.TestCase):
    def test_accepted(self) -> None:
        for raw, clean in GROUP_NAMES.items():
            self.assertEqual(clean_group_name(raw), clean)
            self.assertEqual(clean_group_name(clean), clean)

    def test_refused_with_the_reason(self) -> None:
        for rule, names in NO_GROUP_NAMES.items():
            reason = text(f"name.{rule}", count=48) if rule == "too_long" else text(f"name.{rule}")
            for raw in names:
                with self.subTest(rule=rule, raw=ascii(raw[:40])), self.assertRaises(BadName) as caught:
                    clean_group_name(raw)
                self.assertEqual(caught.exception.detail, reason, ascii(raw[:40]))


class LabelTest(unittest.TestCase):
    def test_a_label_is_one_visible_line(self) -> None:
        self.assertEqual(clean_label("  Lionel   Messi "), "Lionel Messi")
        self.assertEqual(clean_label(""), "")
        self.assertEqual(clean_label("Côte d'Ivoire 😀"), "Côte d'Ivoire 😀")
        for raw in ("a\nb", "a\x1b[0m", "\u202eabc", "a\ud800", "x" * 65, "x" * 9999, "a" + "\u0301" * 9, "a\u200bb"):
            with self.subTest(raw=ascii(raw[:20])), self.assertRaises(BadName):
                clean_label(raw)

    def test_a_server_name_fits_a_discovery_answer(self) -> None:
        self.assertEqual(clean_server_name(" Lab 2 "), "Lab 2")
        self.assertEqual(clean_server_name("x" * 64), "x" * 64)
        for raw in ("", " ", "x" * 65, "é" * 33, "a\nb"):
            with self.subTest(raw=raw), self.assertRaises(BadName):
                clean_server_name(raw)


class Files(unittest.TestCase):
    """Names under which any system can store a file, made of anything."""

    NASTY = (
        *("..", ".", "...", "", " ", "/", "\\", "..\\..\\x", "../../x", "/etc/passwd", "C:\\x", "C:x", "a/b/", "a\\b\\"),
        *("CON", "con.txt", "NUL.tar.gz", "COM1", "lpt9.doc", "COM\u00b9.x", "aux .txt", "CONIN$", "clock$"),
        *(".bashrc", "x.", "x ", "x. .", " x", "a:b", "a|b", "a?b*c", "a<b>c", 'a"b', "a\0b", "a\nb", "a\tb", "a\x7fb"),
        *("a\u202egnp.exe", "a\u200db", "\ufeffx", "\ud800x", "\u3164", "e\u0301" * 200, "x" * 300, "x" * 300 + ".png"),
        *("\u00e9" * 300 + ".tar", "\U0001f600" * 99 + ".jpeg", "a." + "b" * 300, "." * 300, "a" * 119 + ".b", "~/x", "-rf"),
    )

    def test_whatever_it_is(self) -> None:
        for raw in self.NASTY:
            name = clean_filename(raw)
            with self.subTest(raw=raw[:40], name=name[:40]):
                self.assertEqual(clean_filename(name), name)
                self.assertTrue(name and len(name) <= limits.FILENAME_CHARS and len(name.encode()) <= limits.FILENAME_BYTES)
                self.assertFalse(set(name) & set('/\\:*?"<>|\0\n'), name)
                self.assertFalse(name.startswith((".", " ")) or name.endswith((".", " ")), name)
                self.assertNotIn(name.partition(".")[0].rstrip().lower(), ("con", "nul", "aux", "com1", "lpt9", "clock$"))
                self.assertTrue(name.isprintable())

    def test_random_ones(self) -> None:
        rng = random.Random(7)
        alphabet = "aé \u202e\u200d./\\:*con\0\n\u0301😀\ud800_-"
        for _ in range(3000):
            raw = "".join(rng.choice(alphabet) for _ in range(rng.randrange(260)))
            name = clean_filename(raw)
            self.assertEqual(clean_filename(name), name)
            self.assertTrue(name and name.isprintable() and name[0] not in ". " and name[-1] not in ". ", raw)

    def test_what_a_cut_leaves_is_no_device(self) -> None:
        for raw in ("con" + " " * 130 + "x.txt", "nul" + " " * 200 + "a" * 40, "com1." + " " * 115 + "x", "aux" + "\u0301" * 300):
            name = clean_filename(raw)
            self.assertEqual(clean_filename(name), name)
            self.assertNotIn(name.partition(".")[0].rstrip().lower(), ("con", "nul", "aux", "com1"), raw[:8])
        rng = random.Random(8)
        pieces = [*'con prn.aux/\\:*?"<>|\t\n\x1b  ..__aé', "\u202e", "\u0301", "\ud800", "com1", "nul", "  " * 40, "a" * 70]
        for _ in range(3000):
            name = clean_filename("".join(rng.choice(pieces) for _ in range(rng.randrange(14))))
            self.assertEqual(clean_filename(name), name)
            self.assertNotIn(name.partition(".")[0].rstrip().lower(), ("con", "nul", "aux", "prn", "com1"))

    def test_no_towers_of_marks(self) -> None:
        self.assertEqual(clean_filename("a" + "\u0334" * 50 + ".txt"), "a" + "\u0334" * limits.NAME_MARKS + ".txt")
        self.assertEqual(clean_filename("\u0334\u0334"), "file")

    def test_what_is_kept(self) -> None:
        for raw, name in (
            *(("a.txt", "a.txt"), ("Größe 1.png", "Größe 1.png"), ("C:\\Users\\me\\x.tar.gz", "x.tar.gz")),
            *(("CON", "_CON"), (".bashrc", "bashrc"), ("a?b", "a_b"), ("...", "file"), ("x" * 300 + ".png", "x" * 116 + ".png")),
        ):
            self.assertEqual(clean_filename(raw), name)
