"""What the kinds of follow-ups are called."""

from __future__ import annotations

from crm_desktop.core.i18n import pgettext


def follow_up_kind(kind: str) -> str:
    """The name of a kind in the language in force."""
    names = {
        "call": pgettext("follow-up", "Call"),
        "visit": pgettext("follow-up", "Visit"),
        "wechat": pgettext("follow-up", "WeChat"),
        "email": pgettext("follow-up", "E-mail"),
        "meeting": pgettext("follow-up", "Meeting"),
        "collect": pgettext("follow-up", "Collect money"),
        "service": pgettext("follow-up", "Service"),
        "task": pgettext("follow-up", "Task"),
    }
    return names.get(kind, kind)
