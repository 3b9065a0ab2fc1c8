"""Wrong usage in words: what is wrong, and where the help is."""

from __future__ import annotations

from typing import Any

import typer

from crm_desktop.core.i18n import _


def explain(error: typer.TyperException) -> str:
    """A usage error in the language in force, with the way to the command's help."""
    context: Any = getattr(error, "ctx", None)
    lines = [_sentence(error)]
    if context is not None:
        lines.append(_("Help: {command} --help").format(command=context.command_path))
    return "\n".join(lines)


def _sentence(error: typer.TyperException) -> str:
    # typer keeps these classes to itself, except for BadParameter; their fields tell them apart.
    fault: Any = error
    if isinstance(error, typer.BadParameter):
        parameter: Any = error.param
        name = parameter.metavar or parameter.opts[0] if parameter else ""
        if not error.message:
            return _("{name} is missing.").format(name=name)
        return _("{name} is not right: {reason}").format(name=name, reason=error.message)
    if hasattr(fault, "possibilities"):
        return _("There is no option {name}.").format(name=fault.option_name)
    return _("This cannot be understood: {reason}").format(reason=error.format_message())
