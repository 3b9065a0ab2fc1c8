"""The stages of deals: their names and order, how sure they are, days allowed, exit checklists."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget

from crm_desktop.core.i18n import _, ngettext
from crm_desktop.services.deals import deal_stages
from crm_desktop.services.deals.deal_stages import StageDraft, StageRow
from crm_desktop.ui.page import Shell
from crm_desktop.ui.widgets.buttons import Button, IconButton
from crm_desktop.ui.widgets.dialogs import Dialog
from crm_desktop.ui.widgets.form import ComboBox, Field, LineEdit, TextArea
from crm_desktop.ui.widgets.layout import column, fixed_width, plain, row
from crm_desktop.ui.widgets.text import Label


class StageLine(QWidget):
    """One stage of open deals; below its facts the checklist, or where its deals go."""

    def __init__(
        self,
        stage: StageRow | None,
        step: Callable[[StageLine, int], object],
        drop: Callable[[StageLine], object],
    ) -> None:
        super().__init__()
        self.stage = stage
        self.name = LineEdit(lambda: _("Name of the stage"), stage.name if stage else "")
        self.sure = LineEdit("", f"{stage.probability_bp / 100:g}" if stage else "50")
        days = stage.allowed_days if stage else None
        self.days = LineEdit(lambda: _("none"), "" if days is None else str(days))
        self.steps = TextArea(
            lambda: _("One step a line, e.g. budget is known"),
            "\n".join(stage.exit_steps if stage else ()),
            lines=3,
        )
        self.steps_field = Field(lambda: _("What must be done before a deal leaves it"), self.steps)
        self.fold = Button(self._steps_words, small=True, on=self._unfold)
        self.steps.textChanged.connect(lambda: self.fold.say(self._steps_words))
        self.sure_field = Field(lambda: _("Sure, %"), self.sure)
        self.days_field = Field(lambda: _("Allowed days"), self.days)
        for widget, wide in ((self.sure_field, 76), (self.days_field, 96)):
            fixed_width(widget, wide)
        up = IconButton("caret-up", lambda: _("Earlier"), on=lambda: step(self, -1))
        down = IconButton("caret-down", lambda: _("Later"), on=lambda: step(self, 1))
        away = IconButton("trash", lambda: _("Take the stage away"), on=lambda: drop(self))
        self.name_field = Field(lambda: _("Stage"), self.name)
        buttons = column(22, row(self.fold, up, down, away, gap=2), None, gap=0)
        line = row((self.name_field, 1), self.sure_field, self.days_field, buttons, gap=8)
        self.setLayout(column(line, self.steps_field, gap=4))
        self.steps_field.hide()

    def _unfold(self) -> None:
        self.steps_field.setVisible(self.steps_field.isHidden())
        if self.steps_field.isVisible():
            self.steps.setFocus()

    def _steps(self) -> tuple[str, ...]:
        return tuple(filter(None, map(str.strip, self.steps.value().splitlines())))

    def _steps_words(self) -> str:
        count = len(self._steps())
        return ngettext("{n} step", "{n} steps", count).format(n=count)

    def draft(self) -> StageDraft | None:
        """What was typed; ``None`` after saying what is wrong."""
        sure, days = _number(self.sure.value()), _number(self.days.value())
        for field, wrong, said in (
            (self.sure_field, sure is None or sure > 100, lambda: _("0 to 100")),
            (self.days_field, bool(self.days.value()) and not days, lambda: _("A number")),
            (self.name_field, not self.name.value(), lambda: _("Type a name.")),
        ):
            field.set_error(said if wrong else "")
            if wrong:
                field.editor.setFocus()
                return None
        return StageDraft(
            self.name.value(), self.stage.id if self.stage else None,
            round((sure or 0) * 100), int(days) if days else None, self._steps(),
        )  # fmt: skip


class StageEditor(Dialog):
    """All stages; a stage taken away with open deals asks where they go."""

    def __init__(self, host: QWidget, shell: Shell) -> None:
        self._shell = shell
        rows: list[StageRow] = shell.workspace.read(deal_stages.stages)
        self.lines: list[StageLine] = []
        self.leaving: dict[StageLine, ComboBox] = {}
        self._list = QVBoxLayout()
        self._list.setContentsMargins(0, 0, 0, 0)
        self._gone = QVBoxLayout()
        self._gone.setContentsMargins(0, 0, 0, 0)
        for one in rows:
            if not one.outcome:
                self._insert(one)
        self.ends = [(one, LineEdit("", one.name)) for one in rows if one.outcome]
        add = Button(lambda: _("Add a stage"), "plus", small=True, on=self.add_stage)
        ends = row(
            *((Field(one.name, line), 1) for one, line in self.ends), gap=12
        )  # fmt: skip
        content = column(
            Label(
                lambda: _("How sure a stage is weights its deals. Longer than its days, a deal "
                          "counts as stalled."), "body", "text2", wrap=True,
            ),
            self._list, self._gone, row(add, None), ends, gap=12,
        )  # fmt: skip
        super().__init__(
            host, lambda: _("Stages of deals"), plain(content), lambda: _("Save the stages"),
            self._save, width=680,
        )  # fmt: skip

    def _insert(self, stage: StageRow | None) -> StageLine:
        made = StageLine(stage, self.step, self.drop)
        self.lines.append(made)
        self._list.addWidget(made)
        return made

    def add_stage(self) -> None:
        """A new stage at the end."""
        made = self._insert(None)
        made.show()
        made.name.setFocus()

    def step(self, line: StageLine, by: int) -> None:
        """Move a stage one place."""
        at = self.lines.index(line) + by
        if 0 <= at < len(self.lines):
            self.lines.remove(line)
            self.lines.insert(at, line)
            self._list.removeWidget(line)
            self._list.insertWidget(at, line)

    def drop(self, line: StageLine) -> None:
        """Take a stage away, and ask where its open deals go."""
        self.lines.remove(line)
        line.hide()
        if line.stage is not None and line.stage.open_deals:
            count, name = line.stage.open_deals, line.stage.name
            others = [one.stage for one in self.lines if one.stage is not None]
            target = ComboBox([(str(one.id), one.name) for one in others])
            words = partial(_gone_words, name, count)
            self._gone.addLayout(row(Label(words, "body", "text2"), (target, 1)))
            self.leaving[line] = target
        self._offer()

    def _offer(self) -> None:
        """Only stages that stay can take the deals of one that goes."""
        here = [one.stage for one in self.lines if one.stage is not None]
        for target in self.leaving.values():
            target.set_choices([(str(one.id), one.name) for one in here], target.value())

    def _save(self) -> bool:
        drafts = []
        for line in self.lines:
            draft = line.draft()
            if draft is None:
                return False
            drafts.append(draft)
        drafts += [StageDraft(line.value(), one.id) for one, line in self.ends]
        moved = {
            line.stage.id: int(target.value())
            for line, target in self.leaving.items()
            if line.stage is not None and target.value()
        }
        self._shell.workspace.execute(deal_stages.SAVE_ACTION, deal_stages.save, drafts, moved)
        self._shell.toast(_("Stages saved"), undo=True)
        return True


def _gone_words(name: str, count: int) -> str:
    words = ngettext(
        "{n} open deal of “{name}” moves to", "{n} open deals of “{name}” move to", count
    )
    return words.format(n=count, name=name)


def _number(typed: str) -> float | None:
    """A plain number not below zero."""
    try:
        found = float(typed.removesuffix("%").strip())
    except ValueError:
        return None
    return found if 0 <= found < 10_000 else None
