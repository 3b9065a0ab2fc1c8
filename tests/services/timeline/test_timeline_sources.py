"""What the entries of a timeline are called."""

from __future__ import annotations

import pytest

from crm_desktop.core import i18n
from crm_desktop.services.deals.deal_stages import deal_stage_name
from crm_desktop.services.timeline import timeline_sources


@pytest.mark.parametrize("kind", timeline_sources.KINDS)
def test_every_kind_has_a_name_in_both_languages(kind: str) -> None:
    english = timeline_sources.kind_name(kind)
    with i18n.using("zh_CN"):
        chinese = timeline_sources.kind_name(kind)
    assert kind not in (english, chinese) and english != chinese


def test_an_unknown_kind_is_shown_as_it_is() -> None:
    assert timeline_sources.kind_name("fax") == "fax"


def test_each_source_says_which_kinds_it_brings() -> None:
    kinds = [kind for source in timeline_sources.SOURCES for kind in source.kinds]
    assert len(kinds) == len(set(kinds))
    assert {*timeline_sources.KINDS, "sale", "payment", "stage", "ticket"} <= set(kinds)


def test_a_deal_stage_has_the_name_of_the_shop_or_a_translated_one() -> None:
    assert deal_stage_name("quote", "") == "Quoted"
    assert deal_stage_name("quote", "Offer sent") == "Offer sent"
    assert deal_stage_name("own", "") == "own"
    with i18n.using("zh_CN"):
        assert deal_stage_name("survey", "") == "上门勘测"
