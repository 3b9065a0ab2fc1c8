"""Customer rows: who they are, how to reach them, and the figures a sheet states about them."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from crm_desktop.core import names, text
from crm_desktop.core.i18n import _
from crm_desktop.core.names import NameParts
from crm_desktop.core.phones import Phone
from crm_desktop.exchange import values
from crm_desktop.exchange.fields import Fields
from crm_desktop.exchange.log_lines import entries
from crm_desktop.exchange.mapping import Column
from crm_desktop.services.exports import export_words
from crm_desktop.services.imports.imports_data import OWN

_PLAIN = (
    "title", "department", "qq", "country", "province", "district", "address", "source",
    "referrer", "level", "stage", "industry", "customer_type", "owner", "family", "bank",
    "shop",
)  # fmt: skip
_CODES = ("serial", "member_no", "card_no", "tax_no", "bank_account", "postcode", "id_card")
_CITY = re.compile(
    r"^(?:中国)?(?P<province>[\u4e00-\u9fff]{2,7}?(?:省|自治区|特别行政区))?"
    r"(?P<city>[\u4e00-\u9fff]{2,7}?[市州盟])(?P<district>[\u4e00-\u9fff]{1,7}?[区县市旗])?"
)


def read(fields: Fields) -> dict[str, list[Any]]:
    """The columns of a customer table."""
    data: dict[str, list[Any]] = {name: fields.texts(name) for name in _PLAIN if fields.has(name)}
    data |= {name: fields.codes(name) for name in _CODES if fields.has(name)}
    _read_names(fields, data)
    data["phones"] = _phones(fields)
    _label_phones(data)
    _read_handles(fields, data)
    data["emails"] = _emails(fields)
    data["gender"] = values.genders(fields.of("gender")[0])
    _read_birthdays(fields, data)
    for name in ("since", "last_contact", "next_contact"):
        if fields.has(name):
            data[name] = fields.days(name)
    for name in ("debt", "spent", "balance", "credit_limit"):
        if fields.has(name):
            data[name + "_minor"] = fields.money(name).minor
    for name in ("points", "visits", "payment_days", "age"):
        if fields.has(name):
            data[name] = fields.counts(name)
    if fields.has("follow_up_text"):
        said = fields.texts("follow_up_text")
        last = data.get("last_contact") or [None] * len(fields)
        data["log"] = [entries(words, day) for words, day in zip(said, last, strict=True)]
    data["tags"] = values.tag_lists(fields.of("tags")[0])
    _read_places(fields, data)
    for column in fields.columns:
        if column.field.startswith(OWN):
            data[column.field] = fields.texts(column.field)
    data["remark"] = _joined_remarks(fields, data)
    _check(fields, data)
    return data


def _read_names(fields: Fields, data: dict[str, list[Any]]) -> None:
    """The customer, its title and remark, and the person to speak to there."""
    people = _people(fields)
    customers, heading = fields.of("customer")
    companies = values.person_or_company(customers, heading, fields.notes)
    contacts = values.texts(fields.of("contact_person")[0])
    given = data.get("title") or [""] * len(fields)
    rows: list[tuple[str, str, str, str, str]] = []
    for (company, is_company), (person, person_is_company), named, title in zip(
        companies, people, contacts, given, strict=True
    ):
        main, kind = (company, is_company) if company.name else (person, person_is_company)
        contact = "" if named == main.name else named
        if company.name and person.name and person.name != company.name:
            kind, contact = True, contact or person.name
        rows.append(
            (main.name, title or main.title, main.note, "company" if kind or contact else "person",
             contact)
        )  # fmt: skip
    for index, name in enumerate(("name", "title", "name_note", "kind", "contact_person")):
        data[name] = [row[index] for row in rows]
    for index, word in enumerate(fields.texts("legal_form")):
        if form := export_words.meant(export_words.legal_forms, word):
            data["kind"][index] = form
    data["same_as_above"] = _same_as_above(fields, data)


def _people(fields: Fields) -> list[tuple[NameParts, bool]]:
    whole: list[tuple[NameParts, bool]] = [(NameParts(""), False)] * len(fields)
    if fields.has("name"):
        cells, heading = fields.of("name")
        whole = values.person_or_company(cells, heading, fields.notes)
    first, last = fields.texts("first_name"), fields.texts("last_name")
    return [
        full if full[0].name else (NameParts(_joined(one, other)), False)
        for full, one, other in zip(whole, first, last, strict=True)
    ]


def _joined(first: str, last: str) -> str:
    """Given name before the family name; after it in Chinese."""
    return f"{first} {last}".strip() if (first + last).isascii() else last + first


def _same_as_above(fields: Fields, data: dict[str, list[Any]]) -> list[bool]:
    """Rows with more people of the customer above: the name cells are merged, or the name is
    empty beside another person to speak to."""
    positions = {one.position for one in fields.columns if one.field in ("customer", "name")}
    merged, rows = fields.cells.merged_below, fields.cells.rows
    found = [False] * len(fields)
    for index in range(1, len(fields)):
        if any((index, position) in merged for position in positions):
            found[index] = True
        elif data["contact_person"][index] and not data["name"][index]:
            next_row = rows[index] == rows[index - 1] + 1
            if next_row and data["name"][index - 1] and data["contact_person"][index - 1]:
                found[index] = True
                data["name"][index] = data["name"][index - 1]
                person = data["contact_person"][index]
                fields.notes.add(index, "", person, "continued")
    return found


def _label_phones(data: dict[str, list[Any]]) -> None:
    """Numbers in a row for one more person of a customer are that person's."""
    for index, same in enumerate(data["same_as_above"]):
        person = data["contact_person"][index]
        if same and person:
            data["phones"][index] = tuple(
                replace(one, label=one.label or person) for one in data["phones"][index]
            )


def _phones(fields: Fields) -> list[tuple[Phone, ...]]:
    """Numbers of all phone columns, each once."""
    columns = [
        _labelled(
            values.phone_numbers(cells, column.heading, fields.notes, fields.default_area),
            _label_cells(fields, column),
            column.heading,
        )
        for field in ("mobile", "phone")
        for column in fields.columns
        if column.field == field
        for cells in [fields.cells.by_position[column.position]]
    ]
    for cells, heading in fields.each("fax"):
        columns.append(
            [
                tuple(
                    Phone(one.number_text, one.key, one.extension, one.problem, _("Fax"))
                    for one in row
                )
                for row in values.phone_numbers(cells, heading, fields.notes, fields.default_area)
            ]
        )
    if not columns:
        return [()] * len(fields)
    if len(columns) == 1:
        return [_once(row) if len(row) > 1 else row for row in columns[0]]
    return [_once(tuple(one for part in row for one in part)) for row in zip(*columns, strict=True)]


_KIND_OF_PHONE = re.compile(r"^phone (\d+) - (?:label|type)$")
_PLAIN_KINDS = frozenset({"", "mobile", "other", "main", "custom", "手机", "移动电话", "其他"})
_HOME = re.compile(r"home|住宅|住家|家庭|家里|宅电")
_WORK = re.compile(r"business|work|office|商务|商務|办公|单位电话|公司电话|座机\(公司")


def _label_cells(fields: Fields, column: Column) -> list[str]:
    """What stands beside a number in Google's ``Phone 1 - Label``."""
    wanted = re.match(r"^phone (\d+) - value$", text.fold(column.heading))
    for other in fields.columns:
        kind = _KIND_OF_PHONE.match(text.fold(other.heading))
        if wanted and kind and kind[1] == wanted[1]:
            return values.texts(fields.cells.by_position[other.position])
    return [""] * len(fields)


def _labelled(
    numbers: list[tuple[Phone, ...]], said: list[str], heading: str
) -> list[tuple[Phone, ...]]:
    """Numbers with the label that stands beside them, else with that of their heading."""
    folded = text.fold(heading)
    usual = _("Home") if _HOME.search(folded) else _("Work") if _WORK.search(folded) else ""
    if not usual and not any(said):
        return numbers
    labels = [word.lstrip("* ").strip() for word in said]
    labels = ["" if text.fold(word) in _PLAIN_KINDS else word for word in labels]
    return [
        tuple(replace(one, label=one.label or label or usual) for one in row) if row else row
        for row, label in zip(numbers, labels, strict=True)
    ]


def _emails(fields: Fields) -> list[tuple[str, ...]]:
    columns = [
        values.emails(cells, heading, fields.notes) for cells, heading in fields.each("email")
    ]
    if len(columns) < 2:
        return columns[0] if columns else [()] * len(fields)
    return [
        tuple(dict.fromkeys(one for part in row for one in part))
        for row in zip(*columns, strict=True)
    ]


def _once(numbers: tuple[Phone, ...]) -> tuple[Phone, ...]:
    return tuple({(one.key, one.extension): one for one in reversed(numbers)}.values())[::-1]


def _read_handles(fields: Fields, data: dict[str, list[Any]]) -> None:
    if fields.has("wechat"):
        found = fields.texts("wechat")
    else:
        found = [""] * len(fields)
        for field in ("phone", "mobile"):
            for cells, _heading in fields.each(field):
                found = [
                    old or new for old, new in zip(found, values.handles_in(cells), strict=True)
                ]
    data["wechat"] = [
        _as_mobile(numbers)
        if word and re.fullmatch(r"同(?:手机|电话|号|上)|手机同号|同手机号", word)
        else word
        for word, numbers in zip(found, data["phones"], strict=True)
    ]


def _as_mobile(numbers: tuple[Phone, ...]) -> str:
    return next((one.key.removeprefix("+86") for one in numbers if one.key), "")


def _read_birthdays(fields: Fields, data: dict[str, list[Any]]) -> None:
    if not fields.has("birthday"):
        return
    cells, heading = fields.of("birthday")
    kinds = fields.of("birthday_kind")[0] if fields.has("birthday_kind") else []
    data["birthday"] = values.birthdays(cells, kinds, heading, fields.notes, fields.date_1904)


def _read_places(fields: Fields, data: dict[str, list[Any]]) -> None:
    """City and province of their own columns, else of the beginning of the address."""
    data["city"] = fields.texts("city")
    addresses = data.get("address")
    if addresses is None:
        return
    provinces = data.setdefault("province", [""] * len(fields))
    districts = data.setdefault("district", [""] * len(fields))
    for index, address in enumerate(addresses):
        if address and not data["city"][index]:
            match = _CITY.match(text.simplify(address))
            if match:
                data["city"][index] = match["city"].removesuffix("市")
                provinces[index] = provinces[index] or (match["province"] or "")
                districts[index] = districts[index] or (match["district"] or "")


def _joined_remarks(fields: Fields, data: dict[str, list[Any]]) -> list[str]:
    """All remark columns, and what was taken off the name."""
    columns = [values.texts(cells) for cells, _heading in fields.each("remark")]
    remarks = (
        ["\n".join(filter(None, row)) for row in zip(*columns, strict=True)] if columns else []
    )
    remarks = remarks or [""] * len(fields)
    labels = {"department": _("Department"), "family": _("Family"), "id_card": _("Identity card"),
              "age": _("Age"), "shop": _("Shop")}  # fmt: skip
    for index, note in enumerate(data["name_note"]):
        if note:
            remarks[index] = "\n".join(filter(None, (remarks[index], note)))
    for field, label in labels.items():
        for index, word in enumerate(data.pop(field, ())):
            if word:
                line = _("{heading}: {value}").format(heading=label, value=word)
                remarks[index] = "\n".join(filter(None, (remarks[index], line)))
    return remarks


def _check(fields: Fields, data: dict[str, list[Any]]) -> None:
    """A row needs a name, or at least a number to call, which then stands for the name."""
    for index, name in enumerate(data["name"]):
        if name:
            continue
        numbers, contact = data["phones"][index], data["contact_person"][index]
        if contact:
            data["name"][index], data["contact_person"][index] = contact, ""
            data["kind"][index] = "company" if names.looks_like_company(contact) else "person"
        elif numbers:
            data["name"][index] = numbers[0].number_text
        else:
            fields.notes.add(index, "", "", "no_name")
