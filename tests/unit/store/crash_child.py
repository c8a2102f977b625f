"""Run as a program: posts one message per commit, prints its seq after the commit, and goes on until it is killed.

python -m tests.unit.store.crash_child PATH SEED [open]     `open`: leave the fifth turn uncommitted and wait
"""

from __future__ import annotations

import random
import sys
from pathlib import Path

from tests.unit.store.support import VERIFIER
from udpchat.store import Store


def main(path: str, seed: str, *stop: str) -> None:
    randbytes = random.Random(int(seed)).randbytes
    store = Store.open(Path(path), randbytes)
    user = store.user_named("ann") or store.create_account("ann", "", "", VERIFIER, "member", 1)
    turn = 0
    while not (stop and turn == 4):
        turn += 1
        texts = [f"{seed}/{turn}/{number}" for number in range(3)]
        seqs = [store.append_post(store.lobby, user.id, randbytes(16), 1, text).seq for text in texts]
        store.commit()
        for seq, text in zip(seqs, texts, strict=True):
            print(seq, text, flush=True)
    store.append_post(store.lobby, user.id, randbytes(16), 1, "never committed")
    print("open", flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    main(*sys.argv[1:])
