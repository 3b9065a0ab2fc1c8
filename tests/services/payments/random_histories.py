"""Random histories of a shop's money: what people do, undo and do again, proven after every step.

Each history begins with the file as it is and ends by taking everything back, so that many run in
one file. ``run`` raises ``AssertionError`` that tells the seed and the steps.
"""

from __future__ import annotations

import datetime as dt
import random
import sqlite3
from collections.abc import Callable
from contextlib import closing
from typing import Any

from crm_desktop.core.errors import UserError
from crm_desktop.db.store import Store
from crm_desktop.services import check
from crm_desktop.services.care import merge, recycle_bin
from crm_desktop.services.contacts import contacts
from crm_desktop.services.payments import (
    accounts,
    customer_credit,
    debtors,
    payments,
    receivables,
    stored_value,
)
from crm_desktop.services.products import products, stock
from crm_desktop.services.quotes import orders, quote_accept, quotes
from crm_desktop.services.quotes.quote_draft import QuoteDraft
from crm_desktop.services.sales import sale_draft, sale_returns, sales
from crm_desktop.services.sales.sale_draft import LineDraft, PaymentDraft, SaleDraft
from tests.services.payments import money_proof

FIRST = dt.date(2026, 4, 1)
DAYS = 75
EVER = dt.date(9999, 12, 31)
_QUICK = [one for one in check.CHECKS if one.key != "references"]


def run(store: Store, seed: int, steps: int) -> tuple[int, bool]:
    """One history of ``steps`` steps, then all of it taken back.

    Returns how many steps were refused, and whether the file is as it was.
    """
    furnish(store)
    with closing(sqlite3.connect(f"file:{store.path}?mode=ro", uri=True)) as file:
        file.row_factory = sqlite3.Row
        history = _History(store, file, seed)
        try:
            for _ in range(steps):
                history.step()
            history.take_all_back()
        except Exception as error:
            told = "\n".join(history.told)
            what = f"{type(error).__name__}: {error}"
            raise AssertionError(f"history {seed} of {steps} steps:\n{told}\n{what}") from error
        return history.refused, not history.kept_something


class _History:
    def __init__(self, store: Store, file: sqlite3.Connection, seed: int) -> None:
        self.rng = random.Random(seed)
        self.store, self.file = store, file
        self.told: list[str] = []
        self.refused = 0
        self.kept_something = False
        self.first_action = file.execute("SELECT max(id) FROM action").fetchone()[0] or 0
        self.start = self.now = money_proof.contents(file)
        self.states: list[Any] = [self.start]  # before and after each action still in order
        self.before_redo: list[Any] = []
        self._meet()  # so that nothing of an earlier history can be done again

    # What a history is made of ---------------------------------------------------------------

    def step(self) -> None:
        """One thing somebody does, proven right after it."""
        kinds: list[tuple[Callable[[], None], int]] = [
            (self._sell, 9), (self._pay, 6), (self._deposit, 3), (self._use, 3),
            (self._meet, 1), (self._refund, 4), (self._allocate, 3), (self._take_back, 5),
            (self._cancel, 3), (self._remove_payment, 4), (self._quote, 1), (self._promise, 1),
            (self._stock, 1), (self._merge, 2), (self._delete, 2), (self._restore, 1),
            (self._undo, 8), (self._recharge, 3), (self._redo, 5), (self._undo_older, 5),
            (self._redo_older, 2),
        ]  # fmt: skip
        doing = self.rng.choices([kind for kind, _ in kinds], [many for _, many in kinds])[0]
        doing()
        self.prove(whole=self.rng.random() < 0.25)

    def take_all_back(self) -> None:
        """Undo until nothing is left: the file is as it was."""
        self.prove(whole=True)
        while self.store.next_undo() is not None:
            try:
                self._undo()
            except UserError as error:
                # What an undo out of order left standing may need what came before it.
                assert self.kept_something, f"cannot undo to the start: {error}"
                return
            self.prove()
        if not self.kept_something:
            _same(self.start, self.now, "undone to the start")
        loose = self.file.execute("PRAGMA foreign_key_check").fetchall()
        assert not loose, [tuple(row) for row in loose]

    def prove(self, *, whole: bool = False) -> None:
        """The rows are right; when ``whole``, services and stored figures agree with them."""
        faults = list(money_proof.faults(self.file))
        assert not faults, faults
        books = money_proof.books(self.file)
        below = {key: minor for key, minor in books.credit.items() if minor < 0}
        assert not below, f"credit below nothing: {below}"
        if whole:
            self._prove_services(books)

    def _prove_services(self, books: money_proof.Books) -> None:
        with self.store.read() as session:
            found = [finding for one in _QUICK for finding in one.run(session)]
            assert not found, found
            owed = receivables.receivables(session, EVER, "CNY")
            assert owed.total_minor - owed.returns_minor == sum(
                minor for (_, currency), minor in books.owed.items() if currency == "CNY"
            )
            told = debtors.debtors(session, EVER, "CNY").rows
            owing = {(row.id, "CNY"): row.owed_minor for row in told}
            for key, minor in books.balance.items():
                have = books.credit.get(key, 0) + customer_credit.returns_owed(session, *key)
                assert key[1] != "CNY" or owing.get(key, 0) - have == minor, key
            for contact, currency in books.balance:
                self._prove_customer(session, books, contact, currency)

    def _prove_customer(
        self, session: Any, books: money_proof.Books, contact: int, currency: str
    ) -> None:
        key = (contact, currency)
        balance = books.balance[key]
        assert balance == books.owed.get(key, 0) - books.credit.get(key, 0), key
        assert accounts.balance(session, contact, EVER, currency) == balance, key
        assert payments.credit(session, contact, currency) == books.credit.get(key, 0), key
        deleted = "SELECT deleted_at FROM contact WHERE id = ?"
        if self.file.execute(deleted, (contact,)).fetchone()[0] is None:
            told = accounts.account(session, contact, last=EVER, currency=currency)
            assert told.closing_minor == balance, key

    # The steps -------------------------------------------------------------------------------

    def _meet(self) -> None:
        self._do(contacts.create, contacts.ContactDraft("Another customer"))

    def _sell(self) -> None:
        contact = self._contact() if self.rng.random() < 0.85 else None
        draft = SaleDraft(
            tuple(self._line() for _ in range(self.rng.randint(1, 3))),
            contact,
            self._day(),
            discount_minor=self.rng.choice((0, 0, 0, 5, 333)),
            tax_included=self.rng.random() < 0.6,
        )
        total = sale_draft.totals(draft).total_minor
        paid = self.rng.choice((0, total, total, total // 3, total + 500)) if contact else total
        parts = [part for part in (paid // 2, paid - paid // 2) if part]
        methods = ("Cash", self.rng.choice(("Card", "Cash", customer_credit.METHOD)))
        given = tuple(PaymentDraft(part, way) for part, way in zip(parts, methods, strict=False))
        self._do(sales.record, SaleDraft(**{**_fields(draft), "payments": given}))

    def _line(self) -> LineDraft:
        quantity = self.rng.choice((1000, 2000, 333, 1500, 12_000))
        price = self.rng.choice((1, 99, 1_999, 12_345, 300_000))
        if self.rng.random() < 0.1:
            quantity = -1000
        return LineDraft(
            product_id=self._one("SELECT id FROM product WHERE name = 'Filter'") or None,
            quantity_milli=quantity,
            unit_price_minor=price,
            discount_bp=self.rng.choice((0, 0, 0, 1_000, 333)),
            discount_minor=self.rng.choice((0, 0, 0, 1)),
            tax_bp=self.rng.choice((0, 600, 1_300)),
            gift=self.rng.random() < 0.05,
        )

    def _pay(self) -> None:
        contact = self._contact()
        chosen = self._some("SELECT id FROM sale WHERE contact_id IS ?", contact)
        self._do(
            payments.pay, contact, self._amount() * self.rng.choice((1, 1, 1, 1, -1)),
            paid_on=self._day(),
            sale_ids=chosen if self.rng.random() < 0.5 else None,
            currency=self.rng.choice(("", "", "", "USD")),
        )  # fmt: skip

    def _deposit(self) -> None:
        currency = self.rng.choice(("", "", "", "USD"))
        self._do(
            customer_credit.deposit, self._contact(), self._amount(), paid_on=self._day(),
            currency=currency,
        )  # fmt: skip

    def _recharge(self) -> None:
        extra = self.rng.choice((0, 10, 100, 999))
        self._do(
            stored_value.recharge, self._contact(), self._amount(), bonus_minor=extra,
            paid_on=self._day(),
        )  # fmt: skip

    def _use(self) -> None:
        contact = self._contact()
        chosen = self._some("SELECT id FROM sale WHERE contact_id IS ?", contact)
        amount = self._amount() if self.rng.random() < 0.5 else None
        self._do(
            stored_value.use, contact, amount_minor=amount,
            sale_ids=chosen if self.rng.random() < 0.3 else None,
        )  # fmt: skip

    def _refund(self) -> None:
        contact = self._contact()
        with self.store.read() as session:
            most = customer_credit.refundable(session, contact, "CNY")
        amount = self.rng.choice((most, most // 2, self._amount()))
        self._do(customer_credit.refund, contact, amount, paid_on=self._day())

    def _allocate(self) -> None:
        payment = self._one("SELECT id FROM payment")
        contact = self.file.execute(
            "SELECT contact_id FROM payment WHERE id = ?", (payment,)
        ).fetchone()
        sale = self._one("SELECT id FROM sale WHERE contact_id IS ?", *(contact or (None,)))
        amount = self.rng.choice((0, 1, self._amount(), -self._amount()))
        self._do(payments.allocate, payment, sale, amount)

    def _take_back(self) -> None:
        sale = self._one("SELECT id FROM sale WHERE kind = 'sale'")
        quantities = None
        if self.rng.random() < 0.6:
            lines = self._some("SELECT id FROM sale_line WHERE sale_id = ?", sale)
            quantities = {line: self.rng.choice((1000, 333, 1)) for line in lines}
        self._do(sale_returns.take_back, sale, quantities, day=self._day())

    def _cancel(self) -> None:
        self._do(sales.cancel, self._one("SELECT id FROM sale"))

    def _remove_payment(self) -> None:
        self._do(payments.remove, self._one("SELECT id FROM payment WHERE deleted_at IS NULL"))

    def _quote(self) -> None:
        lines = (LineDraft(description="Work", unit_price_minor=self._amount()),)
        made = self._do(quotes.create, QuoteDraft(self._contact(), lines, quoted_on=self._day()))
        if made is not None:
            how = quote_accept.Acceptance(FIRST + dt.timedelta(DAYS), deposit_minor=100)
            self.prove()
            self._do(quote_accept.accept, made, how)

    def _promise(self) -> None:
        sale = self._one("SELECT id FROM sale")
        self._do(orders.promise, sale, FIRST + dt.timedelta(DAYS + self.rng.randrange(9)))

    def _stock(self) -> None:
        product = self._one("SELECT id FROM product WHERE name = 'Filter'")
        self._do(stock.move, product, stock.MovementDraft(5_000, "delivery", self._day()))

    def _merge(self) -> None:
        both = self._some("SELECT id FROM contact WHERE deleted_at IS NULL")
        if len(both) >= 2:
            self._do(merge.merge, both[0], both[1])

    def _delete(self) -> None:
        contact = self._contact()
        if self.rng.random() < 0.5:
            self._do(contacts.remove, [contact])
        else:
            found = self._one("SELECT id FROM contact WHERE deleted_at IS NOT NULL")
            self._do(recycle_bin.delete_for_good, [("contact", found)])

    def _restore(self) -> None:
        found = self._one("SELECT id FROM contact WHERE deleted_at IS NOT NULL")
        self._do(recycle_bin.restore, [("contact", found)])

    # Undo and redo ---------------------------------------------------------------------------

    def _undo(self) -> None:
        if self.store.next_undo() is None:
            return
        after = self.now
        self._tell("undo")
        done = self.store.undo()
        assert done is not None
        self._look()
        self._note_kept(done.value.kept)
        if len(self.states) > 1:
            self.states.pop()
            self.before_redo.append(after)
            _same(self.states[-1], self.now, "undone")

    def _redo(self) -> None:
        if self.store.next_redo() is None:
            return
        self._tell("redo")
        try:
            done = self.store.redo()
        except UserError as error:
            assert not self.before_redo, error
            self._forget_order()
            return
        assert done is not None
        self._look()
        self._note_kept(done.value.kept)
        if self.before_redo:
            self.states.append(self.before_redo.pop())
            _same(self.states[-1], self.now, "done again")

    def _undo_older(self) -> None:
        self._reverse("kind = 'do'")

    def _redo_older(self) -> None:
        self._reverse("kind = 'undo'")

    def _reverse(self, which: str) -> None:
        action = self._one(
            f"SELECT id FROM action WHERE {which} AND NOT undone AND id > {self.first_action}"
        )
        if not action:
            return
        self._tell(f"reverse {action}")
        try:
            done = self.store.undo(action)
        except UserError as error:
            self._refuse(error)
            return
        assert done is not None
        self._look()
        self._note_kept(done.value.kept)
        self._forget_order()

    def _note_kept(self, kept: tuple[tuple[str, int], ...]) -> None:
        if kept:
            self.told.append(f"   kept {kept}")
            self.kept_something = True

    def _forget_order(self) -> None:
        self.states, self.before_redo = [], []

    # Picking and doing -----------------------------------------------------------------------

    def _do(self, service: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        self._tell(f"{service.__module__.rsplit('.', 1)[-1]}.{service.__name__}", args, kwargs)
        try:
            outcome = self.store.write(_NAME, service, *args, **kwargs)
        except UserError as error:
            self._refuse(error)
            return None
        self._look()
        if outcome.action_id:
            self.before_redo = []
            if self.states:
                self.states.append(self.now)
        return outcome.value

    def _refuse(self, error: UserError) -> None:
        self.refused += 1
        self.told[-1] += f"   refused: {error}"
        before = self.now
        self._look()
        _same(before, self.now, "refused")

    def _look(self) -> None:
        self.now = money_proof.contents(self.file)

    def _tell(self, what: str, *details: Any) -> None:
        number = self.file.execute("SELECT max(id) FROM action").fetchone()[0]
        self.told.append(f"{(number or 0) + 1}: {what} {' '.join(map(str, details))}")

    def _one(self, query: str, *values: Any) -> int:
        """One id the query finds, 0 when there is none."""
        found = self.file.execute(f"SELECT id FROM ({query}) ORDER BY id", values).fetchall()
        return self.rng.choice(found)[0] if found else 0

    def _some(self, query: str, *values: Any) -> list[int]:
        found = self.file.execute(f"SELECT id FROM ({query}) ORDER BY id", values).fetchall()
        ids = [row[0] for row in found]
        self.rng.shuffle(ids)
        return ids[: self.rng.randint(1, 3)]

    def _contact(self) -> int:
        return self._one("SELECT id FROM contact WHERE deleted_at IS NULL")

    def _day(self) -> dt.date:
        return FIRST + dt.timedelta(self.rng.randrange(DAYS))

    def _amount(self) -> int:
        return self.rng.choice((1, 100, 999, 5_000, 12_345, 300_000))


_NAME = "A step"


def furnish(store: Store) -> None:
    """Two customers and a product whose stock is counted, unless they are there."""
    with store.read() as session:
        if products.names(session, 1):
            return
    for number in range(2):
        store.set_up(contacts.create, contacts.ContactDraft(f"Customer {number}"))
    counted = products.ProductDraft("Filter", price_minor=1_999, stock_counted=True)
    store.set_up(products.create, counted)


def _fields(draft: SaleDraft) -> dict[str, Any]:
    return {name: getattr(draft, name) for name in SaleDraft.__dataclass_fields__}


def _same(expected: Any, found: Any, when: str) -> None:
    if expected == found:
        return
    told = []
    for table in sorted({*expected, *found}):
        was, now = expected.get(table, []), found.get(table, [])
        if was != now:
            told.append(f"{table}: -{[r for r in was if r not in now]}")
            told.append(f"{table}: +{[r for r in now if r not in was]}")
    raise AssertionError(f"{when}, the file differs:\n" + "\n".join(told))
