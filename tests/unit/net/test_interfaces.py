"""Tests of the list of addresses: order, kinds, what is left out, and the tables of each system."""

from __future__ import annotations

import ctypes
import unittest
from typing import Any

from udpchat.limits import INTERFACE_COUNT
from udpchat.net import interfaces, interfaces_windows
from udpchat.net.interface_rows import LOOPBACK, UP, Row
from udpchat.net.interfaces import arrange, kind_of

CABLE = Row("enp3s0", "192.168.1.20", "255.255.255.0")
RADIO = Row("wlan0", "192.168.1.21", "255.255.255.0")
DOCKER = Row("docker0", "172.17.0.1", "255.255.0.0")
TUNNEL = Row("wg0", "10.9.0.2", "255.255.255.255")


class Arrange(unittest.TestCase):
    def names(self, *rows: Row, out: str | None = None, chosen: str = "") -> list[str]:
        return [one.name for one in arrange(rows, out, chosen)]

    def test_cable_before_radio_before_what_is_only_inside(self) -> None:
        self.assertEqual(self.names(DOCKER, TUNNEL, RADIO, CABLE), ["enp3s0", "wlan0", "wg0", "docker0"])

    def test_the_way_out_is_first(self) -> None:
        self.assertEqual(self.names(CABLE, RADIO, out="192.168.1.21")[0], "wlan0")

    def test_an_address_nobody_gave_is_last(self) -> None:
        alone = Row("eth9", "169.254.3.4", "255.255.0.0")
        self.assertEqual(self.names(alone, DOCKER, out="169.254.3.4"), ["docker0", "eth9"])

    def test_never_loopback_nor_what_is_down_nor_nonsense(self) -> None:
        rows = (
            Row("lo", "127.0.0.1", "255.0.0.0", UP | LOOPBACK),
            Row("odd", "127.0.0.2", "255.0.0.0"),
            Row("eth1", "10.0.0.1", "255.0.0.0", 0),
            Row("eth2", "0.0.0.0", "0.0.0.0"),
            Row("eth3", "not an address", "255.0.0.0"),
            Row("eth4", "10.0.0.2", "255.0.255.0"),
        )
        self.assertEqual(arrange(rows, None), ())

    def test_broadcast(self) -> None:
        cable, tunnel = arrange((CABLE, TUNNEL), None)
        self.assertEqual(cable.broadcast, "192.168.1.255")
        self.assertIsNone(tunnel.broadcast)

    def test_one_row_for_one_address(self) -> None:
        self.assertEqual(self.names(CABLE, Row("enp3s0:1", "192.168.1.20", "255.255.0.0")), ["enp3s0"])

    def test_only_the_chosen_ones(self) -> None:
        self.assertEqual(self.names(CABLE, RADIO, DOCKER, chosen="docker0, wlan0"), ["wlan0", "docker0"])
        self.assertEqual(self.names(CABLE, chosen="none"), [])

    def test_a_bounded_number(self) -> None:
        rows = [Row(f"eth{n}", f"10.0.{n}.1", "255.255.255.0") for n in range(100)]
        self.assertEqual(len(arrange(rows, None)), INTERFACE_COUNT)

    def test_this_computer(self) -> None:
        for one in interfaces.interfaces({}):
            self.assertFalse(one.address.startswith("127."))
        self.assertEqual(interfaces.interfaces({"UDPCHAT_INTERFACES": "none"}), ())


class Kinds(unittest.TestCase):
    def test_kinds(self) -> None:
        for words, kind in (
            ("eth0", "ethernet"),
            ("enp0s31f6", "ethernet"),
            ("en0", "ethernet"),
            ("wlp2s0", "wifi"),
            ("Intel(R) Wi-Fi 6 AX201 wifi", "wifi"),
            ("Realtek PCIe GbE Family Controller ethernet", "ethernet"),
            ("Hyper-V Virtual Ethernet Adapter ethernet", "virtual"),
            ("VirtualBox Host-Only Ethernet Adapter ethernet", "virtual"),
            ("docker0", "virtual"),
            ("br-3f2a", "virtual"),
            ("tun0", "vpn"),
            ("utun3", "vpn"),
            ("wwan0", "other"),
        ):
            with self.subTest(words=words):
                self.assertEqual(kind_of(words), kind)


class WindowsTable(unittest.TestCase):
    """The table as Windows lays it out, built in memory."""

    def table(self) -> Any:
        adapter, entry = interfaces_windows._Adapter, interfaces_windows._Address
        self.kept = (adapter * 2)()
        self.second = entry(None, b"10.0.0.7", b"255.0.0.0", 0)
        first = self.kept[0]
        first.description, first.type = b"Realtek PCIe GbE", 6
        first.addresses = entry(ctypes.pointer(self.second), b"192.168.1.20", b"255.255.255.0", 0)
        first.next = ctypes.pointer(self.kept[1])
        other = self.kept[1]
        other.description, other.type = b"Intel Wi-Fi", 71
        other.addresses = entry(None, b"0.0.0.0", b"0.0.0.0", 0)
        size = ctypes.sizeof(self.kept)

        def get(buffer: Any, told: Any) -> int:
            told = ctypes.cast(told, ctypes.POINTER(ctypes.c_uint32)).contents
            if buffer is None:
                told.value = size
                return interfaces_windows.ERROR_BUFFER_OVERFLOW
            ctypes.memmove(buffer, self.kept, size)
            return 0

        return get

    def test_rows(self) -> None:
        rows = interfaces_windows.from_table(self.table())
        self.assertEqual([row.address for row in rows], ["192.168.1.20", "10.0.0.7", "0.0.0.0"])
        arranged = arrange(rows, None)
        self.assertEqual([(one.name, one.kind) for one in arranged], [("Realtek PCIe GbE", "ethernet")] * 2)

    def test_no_adapter(self) -> None:
        self.assertEqual(interfaces_windows.from_table(lambda buffer, size: interfaces_windows.ERROR_NO_DATA), [])

    def test_failure(self) -> None:
        def get(buffer: Any, told: Any) -> int:
            ctypes.cast(told, ctypes.POINTER(ctypes.c_uint32)).contents.value = 8
            return 87

        with self.assertRaises(OSError):
            interfaces_windows.from_table(get)


if __name__ == "__main__":
    unittest.main()
