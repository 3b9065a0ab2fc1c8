"""One line as a follow-up, or as what happened with what follows."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable
from typing import Any

import pytest

from crm_desktop.core import clock
from crm_desktop.core.errors import UserError
from crm_desktop.db.store import Store
from crm_desktop.services.contacts import contacts
from crm_desktop.services.contacts.contacts import ContactDraft
from crm_desktop.services.follow_ups import follow_ups
from crm_desktop.services.records import mentions
from crm_desktop.services.timeline import quick_line, timeline
from crm_desktop.services.timeline.quick_line import follow_up, log_line

THURSDAY = dt.date(2026, 6, 18)
FRIDAY = dt.date(2026, 6, 19)


@pytest.mark.parametrize(
    ("typed", "title", "day", "time"),
    [
        ("周五下午 3 点 给云栖民宿 送滤芯", "给云栖民宿 送滤芯", dt.date(2026, 6, 19), "15:00"),
        ("明天上午十点半打电话给老王", "打电话给老王", dt.date(2026, 6, 19), "10:30"),
        ("下周一 盘点", "盘点", dt.date(2026, 6, 22), ""),
        ("6月30日 收尾款", "收尾款", dt.date(2026, 6, 30), ""),
        ("1月3日 寄挂历", "寄挂历", dt.date(2027, 1, 3), ""),
        ("2026-07-01 14:30 visit", "visit", dt.date(2026, 7, 1), "14:30"),
        ("Fri 3pm deliver filters", "deliver filters", dt.date(2026, 6, 19), "15:00"),
        ("next mon call Yao Hui", "call Yao Hui", dt.date(2026, 6, 22), ""),
        ("tomorrow 12am count stock", "count stock", dt.date(2026, 6, 19), "00:00"),
        ("送 3 个滤芯", "送 3 个滤芯", THURSDAY, ""),
        ("周四 回访", "回访", THURSDAY, ""),
        ("2月30日 不存在", "2月30日 不存在", THURSDAY, ""),
        ("25点 不存在", "25点 不存在", THURSDAY, ""),
        ("明天", "明天", dt.date(2026, 6, 19), ""),
    ],
)
def test_day_and_time_are_taken_out_of_what_is_typed(
    typed: str, title: str, day: dt.date, time: str
) -> None:
    meant = follow_up(typed, THURSDAY)
    assert (meant.title, meant.due_on, meant.due_time) == (title, day, time)


@pytest.mark.parametrize(
    ("typed", "kind", "direction", "title", "due"),
    [
        ("电话 要报价 周五回", "call", "", "Call back: 要报价", FRIDAY),
        ("call wants quote friday", "call", "", "wants quote", FRIDAY),
        ("来电 问滤芯价格，明天回电", "call", "in", "Call back: 问滤芯价格", FRIDAY),
        ("去电 没接 明天再联系", "call", "out", "Call back: 没接", FRIDAY),
        ("微信 发了报价单，下周一上门量尺寸", "wechat", "", "上门量尺寸", dt.date(2026, 6, 22)),
        ("上门 换了滤芯 三天后回访", "visit", "out", "回访", dt.date(2026, 6, 21)),
        ("电话 6分钟 要报价 周五回", "call", "", "Call back: 要报价", FRIDAY),
        ("到店 看了RO-600", "counter", "in", "", None),
        ("来访 谈合同 6月30日签约", "visit", "in", "签约", dt.date(2026, 6, 30)),
        ("邮件 已发合同", "email", "", "", None),
        ("开会 定了方案，月底交货", "meeting", "", "交货", dt.date(2026, 6, 30)),
        ("客户嫌贵", "note", "", "", None),
        ("嫌贵，周五再回", "note", "", "Get back: 嫌贵", FRIDAY),
        ("incoming asks about filters, call back tomorrow", "call", "in",
         "Call back: asks about filters", FRIDAY),
        ("called him, no answer. try again friday", "call", "out", "try again", FRIDAY),
        ("visit measured the kitchen, send offer next tuesday", "visit", "out", "send offer",
         dt.date(2026, 6, 23)),
        ("wechat sent price list", "wechat", "", "", None),
        ("email contract sent, sign jun 30", "email", "", "sign", dt.date(2026, 6, 30)),
        ("meeting agreed on 3 machines, deliver in two weeks", "meeting", "", "deliver",
         dt.date(2026, 7, 2)),
        ("calls are annoying him", "note", "", "", None),
        ("今天来过，很满意", "note", "", "", None),
        ("电话 今天下午3点再回", "call", "", "Call back: 今天下午3点再回", THURSDAY),
    ],
)  # fmt: skip
def test_what_happened_and_what_follows(
    typed: str, kind: str, direction: str, title: str, due: dt.date | None
) -> None:
    meant = log_line(typed, THURSDAY)
    assert (meant.kind, meant.direction, meant.title, meant.due_on) == (
        kind, direction, title, due,
    )  # fmt: skip


def test_no_word_but_the_kind_is_lost() -> None:
    assert log_line("电话 要报价 周五回", THURSDAY).body == "要报价 周五回"
    assert log_line("电话", THURSDAY).body == "电话"


def test_minutes_and_yesterday() -> None:
    meant = log_line("电话 12分钟 昨天谈了价格", THURSDAY)
    assert (meant.minutes, meant.happened_on, meant.title) == (12, dt.date(2026, 6, 17), "")


def test_a_chosen_kind_holds_for_lines_that_name_none() -> None:
    assert log_line("要报价", THURSDAY, "wechat").kind == "wechat"
    assert log_line("电话 要报价", THURSDAY, "wechat").kind == "call"


def test_entry_and_follow_up_are_one_action(store: Store, read: Callable[..., Any]) -> None:
    who = store.write("New", contacts.create, ContactDraft("王芳")).value
    store.write("Log", quick_line.log, who, "电话 要报价 周五下午3点回")
    (entry,) = [row for row in read(timeline.entries, who) if row.kind == "call"]
    planned = read(follow_ups.page, follow_ups.FollowUpQuery(contact_id=who), 0, 9)
    assert entry.body == "要报价 周五下午3点回"
    assert [(one.title, one.due_on, one.due_time, one.kind) for one in planned] == [
        ("Call back: 要报价", FRIDAY, "15:00", "call")
    ]
    store.undo()
    assert read(follow_ups.page, follow_ups.FollowUpQuery(contact_id=who), 0, 9) == []
    assert not [row for row in read(timeline.entries, who) if row.kind == "call"]


def test_an_empty_line_keeps_nothing(store: Store) -> None:
    who = store.write("New", contacts.create, ContactDraft("王芳")).value
    with pytest.raises(UserError):
        store.write("Log", quick_line.log, who, "  ")


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("周五下午3点 给云栖民宿 送滤芯", ("给云栖民宿 送滤芯", "task", None, "", 0)),
        (
            "call Anna next Tuesday 10:00 about the quote",
            ("call Anna about the quote", "call", None, "", 0),
        ),
        ("每周一 9点 开会 1小时", ("开会", "meeting", 60, "FREQ=WEEKLY", 0)),
        ("明天 上门 量尺寸 半小时 紧急", ("上门 量尺寸", "visit", 30, "", 1)),
        (
            "every month visit Harvest Kitchen 45 min!",
            ("visit Harvest Kitchen", "visit", 45, "FREQ=MONTHLY", 1),
        ),
        ("每3个月 换滤芯", ("换滤芯", "service", None, "FREQ=MONTHLY;INTERVAL=3", 0)),
        ("月底 催款", ("催款", "collect", None, "", 0)),
        ("recall the batch", ("recall the batch", "task", None, "", 0)),
    ],
)
def test_how_long_how_often_and_how(typed: str, expected: tuple[Any, ...]) -> None:
    meant = follow_up(typed, THURSDAY)
    found = (meant.title, meant.kind, meant.minutes, meant.recurrence, meant.priority)
    assert found == expected


def test_the_customer_a_line_names_is_found(store: Store, read: Callable[..., Any]) -> None:
    def add(name: str, **more: Any) -> int:
        return int(store.write("New", contacts.create, ContactDraft(name, **more)).value)

    inn, anna, _one, _two = add("云栖民宿"), add("Anna Schmidt"), add("张伟"), add("张伟")
    add("云栖")
    for typed, contact_id in (
        ("周五下午3点给云栖民宿送滤芯", inn),
        ("call Anna next Tuesday 10:00 about the quote", anna),
        ("anna schmidt tomorrow", None),
        ("找张伟 收款", None),
        ("盘点", None),
        ("x" * 5000, None),
    ):
        one, _meant, whom = store.write("Plan", quick_line.plan, typed, THURSDAY).value
        assert read(follow_ups.get, one).contact_id == contact_id, typed
        if "张伟" in typed:
            assert whom is not None and whom.others == 1
    first, second = add("Bob Gray"), add("Bob Hill")
    assert first != second
    assert read(mentions.mentioned, "call Bob") is None


def test_month_ends_and_working_days_repeat_from_their_first_day() -> None:
    saturday = dt.date(2026, 11, 28)
    stock = follow_up("每月底 盘点", saturday)
    assert (stock.due_on, stock.recurrence) == (
        dt.date(2026, 11, 30), "FREQ=MONTHLY;BYMONTHDAY=-1",
    )  # fmt: skip
    mail = follow_up("every weekday check mail", saturday)
    assert (mail.due_on, mail.title) == (dt.date(2026, 11, 30), "check mail")
    other = follow_up("every other Friday call Anna", saturday)
    assert (other.due_on, other.recurrence) == (dt.date(2026, 12, 4), "FREQ=WEEKLY;INTERVAL=2")
    three = follow_up("每周一三五 9点 例会", saturday)
    assert (three.title, three.due_on, three.due_time) == ("例会", dt.date(2026, 11, 30), "09:00")
    assert three.recurrence == "FREQ=WEEKLY;BYDAY=MO,WE,FR"
    assert follow_up("每周二、周四送货", saturday).recurrence == "FREQ=WEEKLY;BYDAY=TU,TH"
    assert follow_up("每周一二楼打扫", saturday).recurrence == "FREQ=WEEKLY"


@pytest.mark.parametrize(
    ("typed", "title", "at", "minutes"),
    [
        ("10:00-11:00 meet Anna", "meet Anna", "10:00", 60),
        ("下午3点到4点半 谈合同", "谈合同", "15:00", 90),
        ("visit 2-4pm", "visit", "14:00", 120),
        ("10am to noon fair", "fair", "10:00", 120),
        ("11:00-10:00 fair", "-10:00 fair", "11:00", None),
    ],
)
def test_an_end_named_after_a_time_is_its_length(
    typed: str, title: str, at: str, minutes: int | None
) -> None:
    meant = follow_up(typed, THURSDAY)
    assert (meant.title, meant.due_time, meant.minutes) == (title, at, minutes)


@pytest.mark.parametrize(
    ("typed", "day", "time"),
    [
        ("1小时后 回电", THURSDAY, "23:15"),
        ("一个半小时后 回电", THURSDAY, "23:45"),
        ("半小时以后 回电", THURSDAY, "22:45"),
        ("in 30 minutes 回电", THURSDAY, "22:45"),
        ("in two hours 回电", FRIDAY, "00:15"),
    ],
)
def test_a_delay_counts_from_now(
    typed: str, day: dt.date, time: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = dt.datetime(2026, 6, 18, 22, 15, 40).astimezone(dt.UTC)
    monkeypatch.setattr(clock, "now", lambda: at)
    meant = follow_up(typed, THURSDAY)
    assert (meant.title, meant.due_on, meant.due_time, meant.minutes) == ("回电", day, time, None)


def test_a_day_that_has_passed_is_told() -> None:
    meant = follow_up("1900-01-01 call Anna", THURSDAY)
    assert (meant.due_on, meant.title) == (THURSDAY, "call Anna")
    assert quick_line.warnings(meant) == ["1900-01-01 has passed: planned for 2026-06-18."]
    assert quick_line.warnings(follow_up("friday 10:00 call Anna", THURSDAY)) == []


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="the zone cannot be changed here")
def test_a_time_the_clock_leaves_out_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Europe/Berlin")
    time.tzset()
    try:
        meant = follow_up("2027-03-28 02:30 call Anna", THURSDAY)
        told = quick_line.warnings(meant)
        other = quick_line.warnings(follow_up("2027-03-29 02:30 call Anna", THURSDAY))
    finally:
        monkeypatch.undo()
        time.tzset()
    assert told == [
        "02:30 does not exist on 2027-03-28: clocks go forward, you are reminded at 03:30."
    ]
    assert other == []


def test_lengths_typed_alone() -> None:
    typed = ("45", " 1.5 h ", "半小时", "２０分钟", "")
    assert [quick_line.minutes_of(one) for one in typed] == [45, 90, 30, 20, None]
    for wrong in ("0", "1441", "soon", "1h or 2h", "-5"):
        with pytest.raises(ValueError):
            quick_line.minutes_of(wrong)
