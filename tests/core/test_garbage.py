"""The collector rests inside and is as it was afterwards, whatever happens."""

from __future__ import annotations

import gc

import pytest

from crm_desktop.core.garbage import paused


def test_the_collector_rests_and_comes_back() -> None:
    assert gc.isenabled()
    with pytest.raises(KeyError), paused():
        with paused():
            assert not gc.isenabled()
        assert not gc.isenabled()
        raise KeyError
    assert gc.isenabled()


def test_one_that_was_off_stays_off() -> None:
    gc.disable()
    try:
        with paused():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()
