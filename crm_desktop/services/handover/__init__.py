"""Handing over: from one member of staff to another."""
