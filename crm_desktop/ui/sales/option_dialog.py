"""Which of its options a product on a sale line has: colour, size."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtWidgets import QWidget

from crm_desktop.core import formats
from crm_desktop.core.i18n import _
from crm_desktop.services.products import product_options
from crm_desktop.services.products.product_options import Chosen
from crm_desktop.services.products.product_record import Option
from crm_desktop.ui.theme import Text
from crm_desktop.ui.widgets.dialogs import Dialog
from crm_desktop.ui.widgets.form import ComboBox, Field
from crm_desktop.ui.widgets.layout import column, plain


class OptionDialog(Dialog):
    """A choice for each group of ``product``: as ``options`` says, the words kept with its line;
    at first the first of each, so that Enter takes them."""

    def __init__(
        self,
        host: QWidget,
        product: str,
        options: str,
        groups: Mapping[str, Sequence[Option]],
        take: Callable[[Chosen], object],
    ) -> None:
        self._groups, self._take_chosen = groups, take
        self.boxes: dict[str, ComboBox] = {}
        fields = []
        taken = options.split(" · ") if options else []
        for group, offered in groups.items():
            words = [product_options.chosen([one]).words for one in offered]
            kept = next((str(at) for at, one in enumerate(words) if one in taken), "0")
            none = "" if taken and not set(words) & set(taken) else kept
            choices = [("", "—"), *((str(at), _words(one)) for at, one in enumerate(offered))]
            box = ComboBox(choices, none)
            self.boxes[group] = box
            fields.append(Field(group or (lambda: _("Option")), box))
        super().__init__(
            host,
            lambda: _("Options of {product}").format(product=product),
            plain(column(*fields, gap=10)),
            lambda: _("Take"),
            self._accept_options,
            enter=True,
        )

    def _accept_options(self) -> None:
        picked = [
            self._groups[group][int(box.value())]
            for group, box in self.boxes.items()
            if box.value()
        ]
        self._take_chosen(product_options.chosen(picked))


def _words(one: Option) -> Text:
    if not one.extra_minor:
        return one.name
    sign = "+" if one.extra_minor > 0 else ""
    return lambda: f"{one.name} ({sign}{formats.amount_exact(one.extra_minor)})"
