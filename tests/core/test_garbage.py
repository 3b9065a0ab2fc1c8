"""The collector rests inside and is as it was afterwards, whatever happens."""

from __future__ import annotations

import gc

import pytest

from crm_desktop.core.garbage import paused, settle, start


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


def test_the_start_collects_nothing_and_what_it_made_is_set_aside() -> None:
    before = gc.get_freeze_count()
    try:
        start()
        assert not gc.isenabled()
        settle()
        assert gc.isenabled() and gc.get_freeze_count() > before
    finally:
        gc.unfreeze()
