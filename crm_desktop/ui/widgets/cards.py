"""Cards: a titled surface with rows, split by hairlines."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QFrame, QSizePolicy, QVBoxLayout, QWidget

from crm_desktop.ui import theme
from crm_desktop.ui.theme import Text
from crm_desktop.ui.widgets.buttons import Button
from crm_desktop.ui.widgets.layout import row, show_if
from crm_desktop.ui.widgets.text import Label


class Card(QFrame):
    """A card with a 14 px title, an optional quiet count and at most one text link at right.

    Add content to ``body``, a column without margins (rows inset themselves by 20).
    """

    def __init__(
        self,
        title: Text = "",
        *,
        count: Text = "",
        link: Text = "",
        on_link: Callable[[], object] | None = None,
    ) -> None:
        super().__init__()
        self.setProperty("card", True)
        self.title = Label(title, "card")
        self.count = Label(count, "body", "text3")
        self.link = Button(link, kind="link", small=True, on=on_link)
        show_if(self.link, bool(theme.text_of(link)))
        self.count.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        head = QWidget()
        head.setLayout(row(self.title, (self.count, 1), self.link, gap=8, margins=(20, 10, 16, 2)))
        show_if(head, bool(theme.text_of(title)))
        self.body = QVBoxLayout()
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(0)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(1, 1, 1, 1)
        whole.setSpacing(0)
        whole.addWidget(head)
        whole.addLayout(self.body, 1)
