"""Python's garbage collector out of the way while millions of small objects are made."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def paused() -> Iterator[None]:
    """No collections inside: walking all objects again and again is half the time of an import.

    Nested uses and a collector that was off before stay as they are.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def start() -> None:
    """No collections while the program starts: all it makes then stays. ``settle`` ends this."""
    gc.disable()


def settle() -> None:
    """Collect again from here on, and never look at what the start has made."""
    gc.freeze()
    gc.enable()
