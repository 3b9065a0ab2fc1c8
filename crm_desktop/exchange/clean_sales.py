"""Lines of sales, products and dated notes."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from crm_desktop.core import money
from crm_desktop.core.money import divide_half_up
from crm_desktop.exchange import values
from crm_desktop.exchange.amounts import parse_amount
from crm_desktop.exchange.fields import Fields
from crm_desktop.exchange.sheets import Cell
from crm_desktop.services.exports import export_words
from crm_desktop.services.imports.imports_data import Task

_TEXTS = (
    "spec", "unit", "category", "pay_method", "salesperson", "shop", "contact_person", "address",
    "city", "province", "source", "options", "order_status", "line_kind", "wechat", "delivery",
    "invoice",
)  # fmt: skip
_CODES = ("link", "order_link", "order_no", "member_no", "card_no", "code", "barcode")
_WALK_IN = re.compile(
    r"散客|零散客户|路人|现金客户|walk-?in(?: customer)?|cash customer", re.IGNORECASE
)
_MOST_PRODUCT = 10**18
_RETURN = re.compile(r"退货|退款|退单|冲红|销退|^退$|return|refund|credit note", re.IGNORECASE)
_CANCELLED = re.compile(r"作废|取消|已关闭|关闭|无效|void|cancell?ed", re.IGNORECASE)


def read_sales(fields: Fields) -> dict[str, list[Any]]:
    """The columns of a table of sale lines."""
    data: dict[str, list[Any]] = {name: fields.texts(name) for name in _TEXTS}
    data |= {name: fields.codes(name) for name in _CODES}
    data["date"] = fields.days("date")
    data["product"] = fields.texts("product")
    _read_customers(fields, data)
    quantities, units = values.quantities(*fields.of("quantity"), fields.notes)
    data["unit"] = [given or found for given, found in zip(data["unit"], units, strict=True)]
    _read_money(fields, data, quantities)
    columns = [values.texts(cells) for cells, _heading in fields.each("remark")]
    data["remark"] = (
        ["\n".join(filter(None, row)) for row in zip(*columns, strict=True)]
        if columns
        else [""] * len(fields)
    )
    data["opening"] = [
        export_words.meant(export_words.order_types, word) == "opening"
        for word in data["line_kind"]
    ]
    data["is_return"] = [_RETURN.search(word) is not None for word in data.pop("line_kind")]
    data["cancelled"] = [_CANCELLED.search(word) is not None for word in data.pop("order_status")]
    _check(fields, data)
    return data


def _read_customers(fields: Fields, data: dict[str, list[Any]]) -> None:
    cells, heading = fields.of("customer")
    parts = values.person_or_company(cells, heading, fields.notes)
    # A buyer without a name is nobody: 散客 is no customer of that name.
    data["name"] = ["" if _WALK_IN.fullmatch(name.name) else name.name for name, _company in parts]
    data["title"] = [name.title for name, _company in parts]
    data["name_note"] = [name.note for name, _company in parts]
    data["kind"] = ["company" if company else "person" for _name, company in parts]
    columns = [
        values.phone_numbers(cells, heading, fields.notes, fields.default_area)
        for field in ("mobile", "phone")
        for cells, heading in fields.each(field)
    ]
    rows = zip(*columns, strict=True) if columns else [()] * len(fields)
    data["phones"] = [tuple(one for part in row for one in part) for row in rows]


def _read_money(fields: Fields, data: dict[str, list[Any]], quantities: list[int | None]) -> None:
    prices = fields.money("price")
    amounts = fields.money("amount")
    received = fields.money("received")
    owed = fields.money("owed")
    has_amount = fields.has("amount")
    lines = []
    factors = _factors(fields)
    gifts = amounts.gifts | prices.gifts
    for index in range(len(fields)):
        given = amounts.minor[index] if has_amount else received.minor[index]
        if index in gifts:
            given = 0
        line = _line(quantities[index], prices.minor[index], given, factors[index])
        # An amount that cannot be read is not replaced by one worked out.
        lines.append((*line[:2], None) if index in amounts.unreadable else line)
    data["quantity_milli"] = [line[0] for line in lines]
    data["price_minor"] = [line[1] for line in lines]
    data["amount_minor"] = [line[2] for line in lines]
    data["gift"] = [index in gifts for index in range(len(fields))]
    data["received_minor"] = received.minor if has_amount else [None] * len(fields)
    data["owed_minor"] = owed.minor
    data["order_discount_minor"] = fields.money("order_discount").minor
    if fields.has("order_link"):
        # Our own export says what was paid once for each order.
        data["received_minor"] = [minor or 0 for minor in received.minor]
    elif has_amount and any(minor is not None for minor in received.minor):
        data["received_minor"] = _received(data, received.minor)
    _read_currencies(fields, data)
    data["cost_minor"] = fields.money("cost").minor if fields.has("cost") else [None] * len(fields)
    _note_differences(fields, data)


def _received(data: dict[str, list[Any]], stated: list[int | None]) -> list[int | None]:
    """Where a sheet says what was received, an empty cell means nothing was; but a line whose
    method of payment is named, or whose open rest is, tells by that."""
    return [
        0 if minor is None and owed is None and not method else minor
        for minor, owed, method in zip(stated, data["owed_minor"], data["pay_method"], strict=True)
    ]


_AMOUNTS = ("price_minor", "amount_minor", "received_minor", "owed_minor", "cost_minor",
            "order_discount_minor")  # fmt: skip


def _read_currencies(fields: Fields, data: dict[str, list[Any]]) -> None:
    """The currency of every row, and its amounts in that currency's minor units."""
    usual = fields.currency
    codes = [word.upper() for word in fields.texts("currency")]
    data["currency"] = [code if money.is_currency(code) else usual for code in codes]
    for index, code in enumerate(data["currency"]):
        step = money.exponent(code) - money.exponent(usual)
        for name in _AMOUNTS if step else ():
            minor = data[name][index]
            if minor is not None:
                scaled = Decimal(minor).scaleb(step)
                data[name][index] = int(scaled.to_integral_value())


def _line(
    quantity: int | None, price: int | None, amount: int | None, factor: Decimal | None
) -> tuple[int, int, int | None]:
    """Quantity, price and amount of a line, each worked out of the others where it is missing."""
    if quantity is not None and price is not None and abs(quantity * price) > _MOST_PRODUCT:
        return 1000, 0, None
    if amount is None and price is not None and quantity is not None:
        amount = divide_half_up(quantity * price, 1000)
        if factor is not None:
            amount = money.to_minor(Decimal(amount) * factor / 100, "CNY")
    if quantity is None:
        quantity = -1000 if amount is not None and amount < 0 else 1000
        if price and amount and divide_half_up(amount * 1000, price) * price == amount * 1000:
            quantity = divide_half_up(amount * 1000, price)
    if price is None:
        price = abs(divide_half_up(amount * 1000, quantity)) if amount and quantity else 0
    return quantity, price, amount


def _factors(fields: Fields) -> list[Decimal | None]:
    """What part of the price a discount leaves: 9折 and 0.9 and 90% leave 0.9."""
    if not fields.has("discount"):
        return [None] * len(fields)
    return [discount_factor(cell) for cell in fields.of("discount")[0]]


_ZHE = re.compile(r"([\d.]+|[一二三四五六七八九]{1,2})\s*折")
_HAN = {han: str(number) for number, han in enumerate("一二三四五六七八九", 1)}


def discount_factor(cell: Cell) -> Decimal | None:
    """``9折``, ``九五折``, ``0.9``, ``90%`` as the part left to pay; ``None`` for other words."""
    words = values.shown(cell).replace(" ", "")
    match = _ZHE.fullmatch(words)
    if match:
        digits = "".join(_HAN.get(character, character) for character in match[1])
        number = Decimal(digits)
        return number / (10 if number < 10 else 100)
    percent = words.endswith(("%", "％"))
    amount = parse_amount(words.rstrip("%％")).value
    if amount is None or amount <= 0:
        return None
    if percent and amount <= 100:
        return amount / 100
    return amount if amount <= 1 else None


def _note_differences(fields: Fields, data: dict[str, list[Any]]) -> None:
    """Say where quantity times price is not the amount, discounts and gifts aside."""
    if not (fields.has("price") and fields.has("amount")) or fields.has("discount"):
        return
    heading = fields.of("amount")[1]
    rows = zip(data["quantity_milli"], data["price_minor"], data["amount_minor"], strict=True)
    for index, (quantity, price, amount) in enumerate(rows):
        if not amount or not price or data["gift"][index]:
            continue
        expected = divide_half_up(quantity * price, 1000)
        if abs(expected - amount) > max(1, abs(amount) // 200):
            shown = str(money.to_major(amount, fields.currency))
            fields.notes.add(index, heading, shown, "amount_differs")


def _check(fields: Fields, data: dict[str, list[Any]]) -> None:
    """A line needs a day and an amount; without a customer it is a walk-in's."""
    for index in range(len(fields)):
        if data["date"][index] is None:
            fields.notes.add(index, fields.of("date")[1], fields.of("date")[0][index], "no_date")
        if data["amount_minor"][index] is None:
            heading = fields.of("amount")[1]
            fields.notes.add(index, heading, fields.of("amount")[0][index], "no_amount")


def read_products(fields: Fields) -> dict[str, list[Any]]:
    """The columns of a product list."""
    data: dict[str, list[Any]] = {
        name: fields.texts(name) for name in ("product", "spec", "unit", "category")
    }
    data |= {name: fields.codes(name) for name in ("code", "barcode")}
    data["price_minor"] = fields.money("price").minor
    data["cost_minor"] = fields.money("cost").minor
    codes = [word.upper() for word in fields.texts("currency")]
    data["currency"] = [code if money.is_currency(code) else fields.currency for code in codes]
    data["stock_milli"] = values.quantities(*fields.of("stock"), fields.notes)[0]
    data["remark"] = fields.texts("remark")
    for index, name in enumerate(data["product"]):
        data["product"][index] = name or data["code"][index]
        if not data["product"][index]:
            fields.notes.add(index, "", "", "no_product")
    return data


def read_follow_ups(fields: Fields) -> dict[str, list[Any]]:
    """The columns of a log of visits and calls."""
    data: dict[str, list[Any]] = {}
    _read_customers(fields, data)
    data["date"] = fields.days("date")
    data["next_contact"] = fields.days("next_contact")
    data |= {name: fields.texts(name) for name in ("follow_up_text", "salesperson", "remark")}
    data |= {name: fields.codes(name) for name in ("link", "member_no", "card_no")}
    ways = fields.texts("way")
    data["way"] = [export_words.meant(export_words.entries, word) for word in ways]
    data["direction"] = [
        export_words.meant(export_words.directions, word) for word in fields.texts("direction")
    ]
    if fields.has("task_state"):
        _read_tasks(fields, data, ways)
        return data
    for index in range(len(fields)):
        if data["date"][index] is None and data["next_contact"][index] is None:
            fields.notes.add(index, fields.of("date")[1], "", "no_date")
        if not (data["name"][index] or data["phones"][index] or data["member_no"][index]):
            fields.notes.add(index, "", "", "no_customer")
    return data


def _read_tasks(fields: Fields, data: dict[str, list[Any]], ways: list[str]) -> None:
    """Follow-ups as our own export writes them, open and done."""
    done, times = fields.days("done_on"), fields.texts("due_time")
    results = fields.texts("outcome")
    data["tasks"] = [
        Task(
            due, time, _way(way), title, note,
            export_words.meant(export_words.states, state) or "open", finished, result, owner,
        )
        for due, time, way, title, note, state, finished, result, owner in zip(
            data["next_contact"], times, ways, data["follow_up_text"], data["remark"],
            fields.texts("task_state"), done, results, data["salesperson"], strict=True,
        )
    ]  # fmt: skip
    data["remark"] = [""] * len(fields)


def _way(word: str) -> str:
    """How a follow-up is done; a kind that has no word of its own is written by its name."""
    known = export_words.meant(export_words.ways, word)
    return known or (word if word.isascii() and word.isidentifier() else "task")
