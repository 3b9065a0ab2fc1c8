"""Opening the list of customers: the count and the first page, as the list model asks for them.

The floor is Qt's own table model on the same table, opened and read as far as the first page.
"""

from __future__ import annotations

import os

from benchmarks import comparing, files
from crm_desktop.db.store import Store
from crm_desktop.services.contacts import contact_list
from crm_desktop.services.contacts.contact_list import ContactQuery

_PAGE = 128


def main() -> None:
    options = comparing.arguments(__doc__ or "", rows=1_000_000, rounds=15)
    path = files.contacts(options.rows)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtGui import QGuiApplication
    from PySide6.QtSql import QSqlDatabase, QSqlTableModel

    application = QGuiApplication([])
    database = QSqlDatabase.addDatabase("QSQLITE")
    database.setDatabaseName(str(path))
    database.setConnectOptions("QSQLITE_OPEN_READONLY")
    assert database.open()

    def floor() -> None:
        model = QSqlTableModel(db=database)
        model.setTable("contact")
        model.select()
        for row in range(min(_PAGE, model.rowCount())):
            model.index(row, 3).data()

    with Store.open(path, read_only=True) as store:
        for sort in ("last_contact", "name", "spent"):
            query = ContactQuery(sort=sort)

            def ours(query: ContactQuery = query) -> None:
                with store.read() as session:
                    total = contact_list.count(session, query)
                    contact_list.page(session, query, 0, _PAGE, total)

            timings = comparing.in_turn(floor, ours, options.rounds)
            comparing.say(f"open {options.rows:,} by {sort}", timings, "x1.5")
            end = comparing.in_turn(lambda: None, lambda q=query: jump(store, q), options.rounds)
            print(f"  jump to the end: {comparing.shown(sorted(end.ours)[len(end.ours) // 2])}")
    database.close()
    application.quit()


def jump(store: Store, query: ContactQuery) -> None:
    """The last page, the count being known already."""
    with store.read() as session:
        total = contact_list.count(session, query)
        contact_list.page(session, query, max(0, total - _PAGE), _PAGE, total)


if __name__ == "__main__":
    main()
