"""The figures that operators see once a second; read only while there is one."""

from __future__ import annotations

import contextlib

from udpchat.driver import WallClock
from udpchat.errors import Storage
from udpchat.server.admission import Admissions
from udpchat.server.parts import Tally
from udpchat.server.posting import Posting
from udpchat.server.presence import Presence
from udpchat.server.table import Table
from udpchat.server.traffic import Traffic
from udpchat.store import Store
from udpchat.words import Figures


class Gauges:
    """Where the figures come from."""

    def __init__(
        self,
        store: Store,
        traffic: Traffic,
        table: Table,
        posting: Posting,
        presence: Presence,
        admissions: Admissions,
        tally: Tally,
        wall_ms: WallClock,
    ) -> None:
        self._store, self._traffic, self._table, self._posting = store, traffic, table, posting
        self._presence, self._admissions, self._wall_ms = presence, admissions, wall_ms
        self._tally = tally
        self._account_count = 0
        self._counted_at = (-1, -1)

    def read(self) -> Figures:
        """The figures now; those of connections as the table saw them last."""
        traffic = self._traffic
        return Figures(
            at=self._wall_ms(),
            online=self._presence.count,
            accounts=self._accounts(),
            posts=self._posting.count,
            datagrams_in=traffic.datagrams_in,
            datagrams_out=traffic.datagrams_out,
            bytes_in=traffic.bytes_in,
            bytes_out=traffic.bytes_out,
            lost=traffic.lost + self._table.lost,
            outside=traffic.outside,
        )

    def _accounts(self) -> int:
        """Counted again only if somebody was admitted, made or deleted since: the store looks at every user for it."""
        settled = self._admissions.settled_count, self._tally.accounts_changed
        if settled != self._counted_at:
            with contextlib.suppress(Storage):  # a disk that fails is reported by others: the last count is near enough
                self._account_count, self._counted_at = self._store.account_count(), settled
        return self._account_count
