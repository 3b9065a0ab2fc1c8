"""The bar over a cross-tab: what it is called and about, keeping it, and the ways out."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QFrame

from crm_desktop.core.i18n import _
from crm_desktop.ui.widgets.buttons import Button, IconButton
from crm_desktop.ui.widgets.form import ComboBox
from crm_desktop.ui.widgets.layout import row
from crm_desktop.ui.widgets.text import Label

_ABOUT_FROM, _BUTTONS_FROM = 900, 560  # scaled width of the view


class CrosstabBar(QFrame):
    """``kinds`` stands in the place of the title where there is no room for the list."""

    def __init__(self, kinds: ComboBox) -> None:
        super().__init__()
        self.setProperty("bar", "bottom")
        self.kinds = kinds
        self.title = Label("", "card")
        self.about = Label("", "caption", "text2", elide=True)
        self.options = IconButton("sliders-horizontal", lambda: _("Period and fields"))
        self.save = Button(lambda: _("Save"), "floppy-disk")
        self.pdf = Button("PDF", "file-pdf", keys="Ctrl E")
        self.excel = Button("Excel", "table")
        self.print = Button(lambda: _("Print"), "printer", "primary", keys="Ctrl P",
                            tip=lambda: _("See it on paper first"))  # fmt: skip
        self.more = IconButton("dots-three", lambda: _("More"))
        self.setLayout(
            row(self.kinds, self.title, (self.about, 1), self.options, self.save, self.pdf,
                self.excel, self.print, self.more, gap=8, margins=(20, 11, 20, 11))
        )  # fmt: skip

    def set_actions(
        self,
        *,
        options: Callable[[], object],
        save: Callable[[], object],
        export: Callable[[str], object],
        print_: Callable[[], object],
        more: Callable[[], object],
    ) -> None:
        """What the buttons do."""
        for button, act in ((self.options, options), (self.save, save), (self.print, print_),
                            (self.more, more), (self.pdf, lambda: export("pdf")),
                            (self.excel, lambda: export("xlsx"))):  # fmt: skip
            button.clicked.connect(lambda _checked=False, act=act: act())

    def enable(self, on: bool) -> None:
        """Offer paper and files, once there is an answer."""
        for button in (self.pdf, self.excel, self.print):
            button.setEnabled(on)

    def fit(self, wide: float, *, panel_fits: bool) -> None:
        """Show what there is room for in ``wide`` design pixels."""
        self.options.setVisible(not panel_fits)
        self.about.setVisible(wide >= _ABOUT_FROM)
        for button in (self.pdf, self.excel, self.save):
            button.setVisible(wide >= _BUTTONS_FROM)
