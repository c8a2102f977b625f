"""What a text is found by."""

from __future__ import annotations

import random
import unittest

from udpchat.store.terms import Term, matches, terms_of, words_of

WORDS = {
    "": [],
    "Hello, hello WORLD!": ["hello", "world"],
    "a_b-c.d x2": ["a", "b", "c", "d", "x2"],
    "José Ångström": ["jose", "angstrom"],
    "Straße": ["strasse"],
    "ｆｕｌｌ": ["full"],
    "Иван-Йод": ["иван", "иод"],
    "हिन्दी में": ["हिन्दी", "में"],
    "محمد٣": ["محمد٣"],
    "你好吗 ok": ["你好", "好吗", "吗", "ok"],
    "a你b": ["a", "你", "b"],
    "สวัสดี": ["สว", "วั", "ัส", "สด", "ดี", "ี"],
    "한국어 좋아": ["한국어", "좋아"],
    "ok 👍👍": ["ok", "👍"],
    "https://example.org/a?b=1": ["https", "example", "org", "a", "b", "1"],
    "x" * 100: ["x" * 40],
    '"c1" AND NEAR(*)': ["c1", "and", "near"],
}
FOUND = (
    *(("hello", "say Hello now"), ("hel", "say Hello now"), ("say hel", "say Hello now"), ("jose", "José"), ("JOSÉ", "jose")),
    *(("好", "你好"), ("你好", "说你好吗"), ("好吗", "你好吗"), ("สด", "สวัสดี"), ("👍", "fine 👍"), ("x" * 60, "x" * 60 + "y")),
    *(("now say", "say it now"), ("a", "just a letter"), ("", "anything")),
)
NOT_FOUND = (
    *(("hel say", "say Hello now"), ("hel ", "say Hello now"), ("a", "anna"), ("吗好", "你好吗"), ("👍", "👎"), ("x y", "x")),
    *(("ello", "Hello"),),
)


class TermsTest(unittest.TestCase):
    def test_words(self) -> None:
        for text, words in WORDS.items():
            with self.subTest(text=text):
                self.assertEqual(words_of(text), words)

    def test_what_finds_what(self) -> None:
        for wanted, text in FOUND:
            self.assertTrue(matches(terms_of(wanted), text), (wanted, text))
        for wanted, text in NOT_FOUND:
            self.assertFalse(matches(terms_of(wanted), text), (wanted, text))

    def test_only_the_last_word_may_be_a_beginning(self) -> None:
        self.assertEqual(terms_of("ab cd"), [Term("ab"), Term("cd")])
        self.assertEqual(terms_of("abc cde"), [Term("abc"), Term("cde", begins=True)])
        self.assertEqual(terms_of("abc cde "), [Term("abc"), Term("cde")])

    def test_the_number_of_terms_is_bounded(self) -> None:
        self.assertEqual(len(terms_of(" ".join(f"word{number}" for number in range(50)))), 12)

    def test_any_text_holds_each_of_its_words(self) -> None:
        rng = random.Random(7)
        ranges = ((0x20, 0x7F), (0x20, 0x7F), (0xA0, 0x600), (0x900, 0xE80), (0x3040, 0x3100), (0x4E00, 0x4F00), (0x1F300, 0x1F600))
        for _ in range(5000):
            text = "".join(chr(rng.randrange(*rng.choice(ranges))) for _ in range(rng.randrange(1, 12)))
            for word in words_of(text):
                self.assertTrue(matches(terms_of(word), text), (text, word))
                self.assertFalse(set(word) & set('" *():'), (text, word))
            self.assertTrue(matches(terms_of(text), text), text)


if __name__ == "__main__":
    unittest.main()
