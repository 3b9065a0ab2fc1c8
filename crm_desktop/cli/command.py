"""Commands as this program declares them: options all share, and help in the user's language."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import wraps
from typing import Annotated, Any, Literal

import typer
from typer.core import TyperCommand, TyperGroup

from crm_desktop.cli.result import Done
from crm_desktop.core.errors import Cancelled
from crm_desktop.core.i18n import N_, _

Language = Literal["zh_CN", "en"]

JsonOption = Annotated[
    bool, typer.Option("--json", help=N_("Answer with one JSON object."), show_default=False)
]
LangOption = Annotated[
    Language | None,
    typer.Option("--lang", help=N_("Language of the answer: zh_CN or en."), show_default=False),
]
HELP = N_("Show this text.")


class SpokenCommand(TyperCommand):
    """A command whose help is written in the language in force."""

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        """The line that shows how the command is called."""
        pieces = " ".join(self.collect_usage_pieces(ctx)).translate({123: None, 125: None})
        formatter.write_usage(ctx.command_path, pieces, prefix=_("Usage:") + " ")

    def format_help_text(self, ctx: Any, formatter: Any) -> None:  # noqa: ARG002
        """What the command does."""
        _write_text(self, formatter)

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Arguments and options."""
        _write_parameters(self, ctx, formatter)


class SpokenGroup(TyperGroup):
    """The program itself: the same, with its list of commands."""

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        """The line that shows how the program is called."""
        pieces = _("[OPTIONS] COMMAND [ARGUMENTS]")
        formatter.write_usage(ctx.command_path, pieces, prefix=_("Usage:") + " ")

    def format_help_text(self, ctx: Any, formatter: Any) -> None:  # noqa: ARG002
        """What the program is."""
        _write_text(self, formatter)

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Options, then commands in the order they are declared."""
        _write_parameters(self, ctx, formatter)
        with formatter.section(_("Commands")):
            formatter.write_dl(
                [(name, _shown(command.help)) for name, command in self.commands.items()]
            )

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002
        """Names as declared, not sorted."""
        return list(self.commands)


def _shown(text: str | None) -> str:
    return _(text) if text else ""


def _write_text(command: Any, formatter: Any) -> None:
    formatter.write_paragraph()
    with formatter.indentation():
        formatter.write_text(_shown(command.help))


def _write_parameters(command: Any, ctx: Any, formatter: Any) -> None:
    arguments, options = [], []
    for parameter in command.get_params(ctx):
        text = _shown(HELP if parameter.name == "help" else parameter.help)
        if parameter.param_type_name == "argument":
            arguments.append((parameter.metavar or parameter.name.upper(), text))
        else:
            value = "" if parameter.is_flag else f" {parameter.metavar or 'TEXT'}"
            options.append((", ".join(parameter.opts) + value, text))
    for title, rows in ((_("Arguments"), arguments), (_("Options"), options)):
        if rows:
            with formatter.section(title):
                formatter.write_dl(rows)


def command(
    app: typer.Typer, name: str, help_text: str
) -> Callable[[Callable[..., Done]], Callable[..., Done]]:
    """Declare a function as the command ``name``; ``help_text`` is a msgid.

    Adds ``--json`` and ``--lang``, which ``cli.main`` reads before any command runs, and turns
    Ctrl+C into ``Cancelled``.
    """

    def declare(function: Callable[..., Done]) -> Callable[..., Done]:
        @wraps(function)
        def call(**values: Any) -> Done:
            del values["json"], values["lang"]
            try:
                return function(**values)
            except BaseException as error:
                if _was_interrupted(error):
                    raise Cancelled from None
                raise

        shared = {"json": JsonOption, "lang": LangOption}
        defaults = {"json": False, "lang": None}
        signature = inspect.signature(function, eval_str=True)
        call.__signature__ = signature.replace(  # type: ignore[attr-defined]
            parameters=[
                *signature.parameters.values(),
                *(
                    inspect.Parameter(
                        key,
                        inspect.Parameter.KEYWORD_ONLY,
                        default=defaults[key],
                        annotation=annotation,
                    )
                    for key, annotation in shared.items()
                ),
            ]
        )
        call.__annotations__ = {
            **inspect.get_annotations(function, eval_str=True),
            **shared,
        }
        app.command(name, cls=SpokenCommand, help=help_text)(call)
        return call

    return declare


def _was_interrupted(error: BaseException | None) -> bool:
    """True for Ctrl+C, also when cleaning up after it failed on its own."""
    while error is not None:
        if isinstance(error, KeyboardInterrupt):
            return True
        error = error.__context__
    return False
