"""Python's garbage collector out of the way while millions of small objects are made.

Several may want it out of the way at once, in several threads; it collects again when the last
of them has let go.
"""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_lock = threading.Lock()
_holders = 0
_was_on = True


def hold() -> None:
    """No collections until ``release``; calls count."""
    global _holders, _was_on
    with _lock:
        if not _holders:
            _was_on = gc.isenabled()
            gc.disable()
        _holders += 1


def release() -> None:
    """Let go of one ``hold``; a collector that was off before the first stays off."""
    global _holders
    with _lock:
        _holders -= 1
        if not _holders and _was_on:
            gc.enable()


@contextmanager
def paused() -> Iterator[None]:
    """No collections inside: walking all objects again and again is half the time of an import."""
    hold()
    try:
        yield
    finally:
        release()


def start() -> None:
    """No collections while the program starts: all it makes then stays. ``settle`` ends this."""
    hold()


def settle() -> None:
    """Let the start go, and never look at what it has made."""
    gc.freeze()
    release()
