"""Reminders in the window: telling them, the bell and its list, the tray."""
