"""Tests of the codec: golden vectors written by hand, round trips, and a table of what is refused."""

from __future__ import annotations

import json
import unittest
from pathlib import Path
from typing import get_args

from tests.unit.words.samples import EVENTS, MESSAGES, REF, WORDS
from udpchat.errors import ProtocolViolation
from udpchat.words import (
    Ban,
    ChangeSettings,
    Event,
    Events,
    Figures,
    Found,
    LogLine,
    LogLines,
    Message,
    Moved,
    OperatorSignIn,
    OperatorWelcome,
    Post,
    Posted,
    RoomVerifier,
    SessionRow,
    SessionRows,
    Settings,
    SettingsRefused,
    StopServer,
    Word,
    decode,
    decode_event,
    encode,
    encode_event,
    join_events,
)

GOLDEN = Path(__file__).with_name("golden.txt")
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

    def test_golden_of_all(self) -> None:
        """A change of these lines is a change of the protocol."""
        lines = GOLDEN.read_text(encoding="utf-8").split("\n")[:-1]
        for word, line in zip(WORDS, lines, strict=True):
            with self.subTest(line[:60]):
                self.assertEqual(encode(word).decode(), line)
                self.assertEqual(decode(line.encode()), word)

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

    def test_what_has_its_default_is_left_out_all_or_nothing(self) -> None:
        short = '{"t":"post","ref":' + REF_JSON + ',"conversation":1,"to":0,"text":"x"}'
        plain = Post(bytes(range(240, 256)), 1, 0, "x")
        self.assertEqual(encode(plain).decode(), short)
        self.assertEqual(decode(short.encode()), plain)
        self.assertEqual(decode(f'{short[:-1]},"reply":0}}'.encode()), plain)
        bundled = Message(2, 1, 7, "é", bytes(16), 9, "x", 0, bytes(16))
        self.assertIn(b'"reply":0,"bundle":"AAAAAAAAAAAAAAAAAAAAAA","file":[]}', encode_event(bundled))
        half = encode_event(bundled).replace(b'"reply":0,', b"")
        for body in (half, short.replace('"text":"x"', '"reply":0').encode(), f'{short[:-1]},"text":"x"}}'.encode()):
            with self.assertRaises(ProtocolViolation):
                decode_event(body) if body is half else decode(body)

    def test_golden_of_operators(self) -> None:
        """Spelled by hand from the declarations; RFC 4648 gives the base64url of 32 times 0xFF, 0x01 and 0x02."""
        room = RoomVerifier(b"\xff" * 16, 32768, 8, 3, b"\x01" * 32, b"\x02" * 32)
        change = ChangeSettings("Läb", 11112, "room", True, "set", (room,))
        row = SessionRow(3, 7, "Anna", False, "member", "192.0.2.1:5000", 1200, 1, 2, 4, 5)
        for word, body in (
            (OperatorSignIn(b"\xff" * 32), '{"t":"operator_sign_in","token":"__________________________________________8"}'),
            (StopServer('the "window"'), '{"t":"stop_server","reason":"the \\"window\\""}'),
            (Moved(11112), '{"t":"moved","port":11112}'),
            (
                change,
                '{"t":"change_settings","name":"Läb","port":11112,"signup":"room","guests":true,"room_password":"set",'
                '"room":[{"salt":"_____________________w","n":32768,"r":8,"p":3,'
                '"stored_key":"AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE","server_key":"AgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgI"}]}',
            ),
            (
                OperatorWelcome("udpchat 1", "0.0.0.0", 1, 2, 3, "/ü"),
                '{"t":"operator_welcome","app":"udpchat 1","host":"0.0.0.0","port":1,"started_at":2,"at":3,"folder":"/ü"}',
            ),
            (
                Settings("Lab", 1, "open", True, False),
                '{"t":"settings","name":"Lab","port":1,"signup":"open","guests":true,"room":false}',
            ),
            (SettingsRefused("PORT_IN_USE", "1"), '{"t":"settings_refused","code":"PORT_IN_USE","detail":"1"}'),
            (
                LogLines((LogLine(1, 2, "warn", "closed", "é"),)),
                '{"t":"log_lines","lines":[{"number":1,"at":2,"level":"warn","topic":"closed","text":"é"}]}',
            ),
            (
                SessionRows((row,), (8, 9)),
                '{"t":"session_rows","rows":[{"session":3,"user":7,"name":"Anna","guest":false,"role":"member",'
                '"address":"192.0.2.1:5000","rtt_us":1200,"since":1,"posts":2,"sent":4,"lost":5}],"gone":[8,9]}',
            ),
            (
                Figures(1, 2, 3, 4, 5, 6, 7, 8, 9, 10),
                '{"t":"figures","at":1,"online":2,"accounts":3,"posts":4,"datagrams_in":5,"datagrams_out":6,"bytes_in":7,'
                '"bytes_out":8,"lost":9,"outside":10}',
            ),
        ):
            with self.subTest(body):
                self.assertEqual(encode(word), body.encode())
                self.assertEqual(decode(body.encode()), word)

    def test_a_change_says_exactly_when_a_room_password_is_set(self) -> None:
        head = b'{"t":"change_settings","name":"x","port":1,"signup":"open","guests":true,"room_password":'
        room = b'{"salt":"AAAAAAAAAAAAAAAAAAAAAA","n":1,"r":1,"p":1,"stored_key":"%b","server_key":"%b"}' % (b"A" * 43, b"A" * 43)
        for tail in (b'"set","room":[]}', b'"keep","room":[%b]}' % room, b'"none","room":[%b]}' % room):
            with self.assertRaises(ProtocolViolation):
                decode(head + tail)
        for tail in (b'"set","room":[%b]}' % room, b'"keep","room":[]}', b'"none","room":[]}'):
            decode(head + tail)
        with self.assertRaises(ProtocolViolation):
            decode(head + b'"set","room":[%b,%b]}' % (room, room))

    def test_order_of_keys_and_white_space_inside_do_not_matter(self) -> None:
        body = f'{{"at" : 6,\n"ref":{REF_JSON}, "seq":5,"t":"posted"}}'.encode()
        self.assertEqual(decode(body), decode(POSTED.encode()))

    def test_what_cannot_be_encoded(self) -> None:
        with self.assertRaises(ValueError):
            encode(Post(bytes(16), 1, 0, "\ud800"))


class EventTest(unittest.TestCase):
    def test_joined_events_are_the_same_frame(self) -> None:
        for count in (0, 1, 2):
            encoded = [encode_event(event) for event in MESSAGES[:count]]
            self.assertEqual(join_events(1, 9, encoded), encode(Events(1, 9, MESSAGES[:count])))

    def test_an_event_comes_back(self) -> None:
        for event in EVENTS:
            self.assertEqual(decode_event(encode_event(event)), event)
        self.assertEqual({type(event) for event in EVENTS}, set(get_args(Event)))

    def test_only_messages_are_found(self) -> None:
        for event in EVENTS:
            body = b'{"t":"found","ref":"AAAAAAAAAAAAAAAAAAAAAA","messages":[%b],"more":0}' % encode_event(event)
            if isinstance(event, Message):
                self.assertEqual(decode(body), Found(bytes(16), (event,), 0))
            else:
                self.refused(body, "found.messages: an unknown word")

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

    def test_what_is_filled_is_of_that_conversation(self) -> None:
        first, second = (encode_event(event).decode() for event in MESSAGES)
        head = '{"t":"filled","conversation":%d,"lo":%d,"hi":9,"events":[%s]}'
        decode((head % (1, 1, f"{first},{second}")).encode())
        for conversation, lo, events in ((2, 1, first), (1, 6, first), (1, 1, f"{second},{first}")):
            self.refused((head % (conversation, lo, events)).encode(), "filled contradicts itself")
        self.refused(b'{"t":"fill","conversation":1,"lo":3,"hi":2}', "fill contradicts itself")

    def test_a_post_has_one_place_to_go(self) -> None:
        for conversation, to in ((0, 0), (1, 9)):
            self.refused(encode(Post(REF, conversation, to, "x")), "post contradicts itself")

    def test_a_ban_is_of_one_and_for_a_while(self) -> None:
        for user, address, until in ((0, "", 1), (9, "192.0.2.7", 1), (9, "", 0)):
            self.refused(encode(Ban(REF, user, address, until, "")), "ban contradicts itself")

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
    encode(Post(bytes(16), 1, 0, "x" * 16385)),
    encode(Post(bytes(16), 1, 0, "é" * 8193)),
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
        for word in (Post(bytes(16), 1, 0, "x" * 16384), Post(bytes(16), 2**63 - 1, 0, "é" * 8192)):
            self.assertEqual(decode(encode(word)), word)
