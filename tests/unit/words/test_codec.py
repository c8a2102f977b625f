"""Tests of the codec: golden vectors written by hand, round trips, and a table of what is refused."""

from __future__ import annotations

import json
import unittest
from typing import get_args

from tests.unit.words.samples import MESSAGES, WORDS
from udpchat.errors import ProtocolViolation
from udpchat.words import (
    Event,
    Events,
    Message,
    Post,
    Posted,
    Word,
    decode,
    decode_event,
    encode,
    encode_event,
    join_events,
)

POSTED = '{"t":"posted","ref":"8PHy8_T19vf4-fr7_P3-_w","seq":5,"at":6}'
REF_JSON = '"8PHy8_T19vf4-fr7_P3-_w"'


class RoundTripTest(unittest.TestCase):
    def test_every_word_has_a_sample_and_comes_back(self) -> None:
        self.assertEqual({type(word) for word in WORDS}, set(get_args(Word)))
        for word in WORDS:
            with self.subTest(word=word):
                self.assertEqual(decode(encode(word)), word)

    def test_it_is_plain_compact_json(self) -> None:
        for word in WORDS:
            found = json.loads(encode(word))
            self.assertEqual(encode(word).decode(), json.dumps(found, ensure_ascii=False, separators=(",", ":")))

    def test_golden(self) -> None:
        for word, body in (
            (Posted(bytes(range(240, 256)), 5, 6), POSTED),
            (
                Events(1, 2, (Message(2, 1, 7, "é", bytes(16), 9, 'a"\n'),)),
                '{"t":"events","lo":1,"hi":2,"events":[{"t":"message","seq":2,"conversation":1,"author":7,'
                '"name":"é","ref":"AAAAAAAAAAAAAAAAAAAAAA","at":9,"text":"a\\"\\n"}]}',
            ),
        ):
            self.assertEqual(encode(word), body.encode())
            self.assertEqual(decode(body.encode()), word)

    def test_order_of_keys_and_white_space_inside_do_not_matter(self) -> None:
        body = f'{{"at" : 6,\n"ref":{REF_JSON}, "seq":5,"t":"posted"}}'.encode()
        self.assertEqual(decode(body), decode(POSTED.encode()))

    def test_what_cannot_be_encoded(self) -> None:
        with self.assertRaises(ValueError):
            encode(Post(bytes(16), 1, "\ud800"))


class EventTest(unittest.TestCase):
    def test_joined_events_are_the_same_frame(self) -> None:
        for count in (0, 1, 2):
            encoded = [encode_event(event) for event in MESSAGES[:count]]
            self.assertEqual(join_events(1, 9, encoded), encode(Events(1, 9, MESSAGES[:count])))

    def test_an_event_comes_back(self) -> None:
        for event in MESSAGES:
            self.assertEqual(decode_event(encode_event(event)), event)
        self.assertEqual(get_args(Event) or (Event,), (Message,))

    def test_an_event_is_no_word_and_a_word_no_event(self) -> None:
        with self.assertRaises(ProtocolViolation):
            decode(encode_event(MESSAGES[0]))
        with self.assertRaises(ProtocolViolation):
            decode_event(POSTED.encode())

    def test_order_and_interval_are_checked(self) -> None:
        first, second = (encode_event(event) for event in MESSAGES)
        for lo, hi, encoded in ((6, 9, [first, second]), (1, 8, [first, second]), (1, 9, [second, first])):
            self.refused(join_events(lo, hi, encoded), "events contradicts itself")
        self.refused(join_events(1, 9, [first, first]), "events contradicts itself")
        self.refused(join_events(5, 3, []), "events contradicts itself")

    def test_intervals_are_checked(self) -> None:
        for have in ("[[2,1]]", "[[1,5],[5,9]]", "[[7,8],[1,2]]"):
            self.refused(f'{{"t":"synchronise","epoch":"e","have":{have}}}'.encode(), "synchronise contradicts itself")

    def refused(self, body: bytes, detail: str) -> None:
        with self.assertRaises(ProtocolViolation) as caught:
            decode(body)
        self.assertEqual(caught.exception.detail, detail)


def posted(ref: str = REF_JSON, seq: str = "5", at: str = "6", more: str = "") -> bytes:
    return f'{{"t":"posted","ref":{ref},"seq":{seq},"at":{at}{more}}}'.encode()


NOT_JSON = (
    *(b"", b" ", b"{", b"}", b"nul", b"\xff", b'"\xed\xa0\x80"', b"\xef\xbb\xbf{}", b"'", b'{"t":}', b'{"a" 1}'),
    *(b"[" * 60_000, b'{"a":' * 12_000, b"1" * 5_000, b'{"t":"bye","reason":"a\nb"}', b"\x00"),
)
NOT_WORDS = (
    *(b"{}", b"[]", b"1", b"null", b"true", b'"posted"', b'[["t","bye"],["reason",""]]', b'{"t":1}', b'{"t":null}'),
    *(b'{"t":["bye"]}', b'{"t":{}}', b'{"t":"Bye","reason":""}', b'{"t":"nope"}', b'{"t":""}', b'{"t":"person"}'),
    *(POSTED.encode() + b" ", b" " + POSTED.encode(), POSTED.encode() * 2),
)
WRONG_FIELDS = (
    *(posted(seq=seq) for seq in ("-1", "9223372036854775808", "1.0", "1e3", "NaN", "Infinity", "-Infinity")),
    *(posted(seq=seq) for seq in ("true", "null", '"5"', "[5]", "{}", "1" * 4000, "-0.0")),
    *(posted(ref=ref) for ref in ('""', '"AAAA"', "16", "null", "[]", '"8PHy8_T19vf4-fr7_P3-_w=="', f'"{"A" * 43}"')),
    *(posted(ref=ref) for ref in ('"8PHy8/T19vf4+fr7/P3+/w"', '"8PHy8_T19vf4-fr7_P3-_x"', '"8PHy8_T19vf4-fr7 P3-_w"')),
    *(posted(ref=ref) for ref in ('"8PHy8_T19vf4-fr7_P3-é"', '"8PHy8_T19vf4-fr7_P3-\\ud800"', f'"{"A" * 70_000}"')),
    *(posted(more=more) for more in (',"seq":5', ',"t":"posted"', ',"extra":1', ',"":0')),
    *(b'{"t":"posted","seq":5,"at":6}', b'{"t":"posted","ref":"AAAAAAAAAAAAAAAAAAAAAA","seq":5,"sea":6}'),
    *(b'{"t":"bye","reason":"\\ud800"}', b'{"t":"bye","reason":"\\udc00\\ud800"}', b'{"t":"bye","reason":1}'),
    *(b'{"t":"bye","reason":"' + b"x" * 201 + b'"}', b'{"t":"bye","reason":["t","bye"]}', b'{"t":"bye"}'),
    *(b'{"t":"scram_first","who":"both","text":""}', b'{"t":"scram_first","who":["room"],"text":""}'),
    *(b'{"t":"people","people":{},"last":true}', b'{"t":"people","people":[],"last":1}'),
    *(b'{"t":"people","people":[[]],"last":true}', b'{"t":"people","people":[{}],"last":true}'),
    b'{"t":"people","people":[{"t":"person","user":1,"name":"","role":"","guest":true}],"last":true}',
    b'{"t":"people","people":[{"user":1,"user":1,"name":"","role":"","guest":true}],"last":true}',
    *(b'{"t":"synchronise","epoch":"","have":[[1]]}', b'{"t":"synchronise","epoch":"","have":[[1,2,3]]}'),
    *(b'{"t":"synchronise","epoch":"","have":[1,2]}', b'{"t":"synchronise","epoch":"","have":[[1,true]]}'),
    b'{"t":"synchronise","epoch":"","have":[' + b",".join(b"[%d,%d]" % (n, n) for n in range(257)) + b"]}",
    b'{"t":"events","lo":1,"hi":1,"events":[{"t":"bye","reason":""}]}',
    b'{"t":"hello","version":1,"app":"","features":["' + b'","'.join([b"f"] * 33) + b'"]}',
    encode(Post(bytes(16), 1, "x" * 16385)),
    encode(Post(bytes(16), 1, "é" * 8193)),
)


class RefusedTest(unittest.TestCase):
    def test_only_a_violation_comes_out(self) -> None:
        for body in (*NOT_JSON, *NOT_WORDS, *WRONG_FIELDS):
            with self.subTest(body=body[:80]), self.assertRaises(ProtocolViolation) as caught:
                decode(body)
            self.assertLess(len(caught.exception.detail), 100)

    def test_the_detail_names_the_field_and_never_its_value(self) -> None:
        with self.assertRaises(ProtocolViolation) as caught:
            decode(b'{"t":"scram_final","who":"room","text":"secret\\ud800"}')
        self.assertEqual(caught.exception.detail, "scram_final.text: a lone surrogate in a string")

    def test_bounds_are_inclusive(self) -> None:
        for word in (Post(bytes(16), 1, "x" * 16384), Post(bytes(16), 2**63 - 1, "é" * 8192)):
            self.assertEqual(decode(encode(word)), word)
