"""Pinyin of names, titles apart from names, companies apart from people."""

from __future__ import annotations

import pytest

from crm_desktop.core.names import (
    NameParts,
    looks_like_company,
    pinyin_batch,
    pinyin_of,
    split_name,
)


@pytest.mark.parametrize(
    ("name", "full", "initials"),
    [
        ("张三", "zhangsan", "zs"),
        ("張三", "zhangsan", "zs"),
        ("曾磊", "zenglei cenglei", "zl cl"),
        ("单雄信", "shanxiongxin danxiongxin", "sxx dxx"),
        ("仇和", "qiuhe chouhe", "qh ch"),
        ("解晓东", "xiexiaodong jiexiaodong", "xxd jxd"),
        ("查良镛", "zhaliangyong chaliangyong", "zly cly"),
        ("區志明", "ouzhiming quzhiming", "ozm qzm"),
        ("尉迟恭", "yuchigong", "ycg"),
        ("沈阳", "shenyang", "sy"),
        ("重庆长安汽车", "chongqingchanganqiche", "cqcaqc"),
        ("厦门音乐中心", "xiamenyinyuezhongxin", "xmyyzx"),
        ("Tom Lee", "tomlee", "tl"),
        ("3号店", "3haodian", "3hd"),
        ("", "", ""),
    ],
)
def test_pinyin_of(name: str, full: str, initials: str) -> None:
    assert pinyin_of(name) == (full, initials)


def test_batch_equals_one_by_one_even_with_line_breaks_inside() -> None:
    names = ["张三", "曾\n磊", "", "Tom Lee", "欧阳锋", "长孙无忌"]
    assert pinyin_batch(names) == [pinyin_of(name.replace("\n", " ")) for name in names]
    assert pinyin_batch([]) == []


@pytest.mark.parametrize(
    ("typed", "parts"),
    [
        ("张三 先生", NameParts("张三", "先生")),
        ("张 三", NameParts("张三")),
        ("王总(财务)", NameParts("王总", "", "财务")),
        ("姚强(老板)", NameParts("姚强", "老板")),
        ("武桂军经理", NameParts("武桂军", "经理")),
        ("叶珍总", NameParts("叶珍", "总")),
        ("袁总", NameParts("袁总")),
        ("叶姐", NameParts("叶姐")),
        ("欧阳老师", NameParts("欧阳老师")),
        ("诸葛大（老师）", NameParts("诸葛大", "老师")),
        ("阎大云（介绍人李姐）", NameParts("阎大云", "", "介绍人李姐")),
        ("田峰敏-欠款", NameParts("田峰敏", "", "欠款")),
        ("钟龙★", NameParts("钟龙")),
        ("Mr. John Smith", NameParts("John Smith", "Mr")),
        ("好味电器（杭州）商行", NameParts("好味电器（杭州）商行")),
        ("上海恒发百货 饭馆", NameParts("上海恒发百货饭馆")),
        ("天天农资（已搬走）", NameParts("天天农资", "", "已搬走")),
        ("厦门长远农资有限公司.", NameParts("厦门长远农资有限公司")),
    ],
)
def test_split_name(typed: str, parts: NameParts) -> None:
    assert split_name(typed) == parts


@pytest.mark.parametrize(
    "name",
    [
        "杭州顺达商贸有限公司",
        "好味电器（杭州）商行",
        "厦门乐园医药",
        "Acme Ltd",
        "顺丰物业",
        "廣東茶樓",
    ],
)
def test_companies(name: str) -> None:
    assert looks_like_company(name)


@pytest.mark.parametrize("name", ["张三", "王总", "欧阳娜娜", "John Smith", "李厂长", "", "医药"])
def test_people(name: str) -> None:
    assert not looks_like_company(name)
