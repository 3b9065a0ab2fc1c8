"""CRM Desktop: an offline-first CRM for small businesses over one local file."""

__version__ = "0.1.0"
