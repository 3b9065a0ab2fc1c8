"""Where things live: shipped resources, the user's documents, settings, logs and caches."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import platformdirs

APP_NAME = "CRM Desktop"
DATA_SUFFIX = ".crm"


def resources() -> Path:
    """Folder of shipped resources: beside the checkout, in the wheel or in the built program."""
    frozen = getattr(sys, "_MEIPASS", None)
    if frozen:
        return Path(frozen) / "resources"
    package = Path(__file__).resolve().parents[1]
    packaged = package / "resources"
    return packaged if packaged.is_dir() else package.parent / "resources"


def resource(*parts: str) -> Path:
    """One shipped file or folder below ``resources``."""
    return resources().joinpath(*parts)


def documents() -> Path:
    """The user's documents folder, where new data files go unless told otherwise."""
    return Path(platformdirs.user_documents_dir())


def default_data_folder() -> Path:
    """Folder for data files, backups and reports: ``Documents/CRM Desktop``."""
    return documents() / APP_NAME


def config_folder() -> Path:
    """Folder of per-user program settings; ``CRM_DESKTOP_CONFIG`` overrides it."""
    override = os.environ.get("CRM_DESKTOP_CONFIG")
    return Path(override) if override else Path(platformdirs.user_config_dir(APP_NAME, False))


def log_folder() -> Path:
    """Folder of log files."""
    override = os.environ.get("CRM_DESKTOP_CONFIG")
    return Path(override) if override else Path(platformdirs.user_log_dir(APP_NAME, False))
