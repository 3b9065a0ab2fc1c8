from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

RUN = (
    "import sys; from pathlib import Path; from crm_desktop import app;"
    "sys.exit(app.run(Path(sys.argv[1])))"
)
# In a tray that is not really there: the window is hidden, and must end all the same.
HIDDEN = (
    "import sys; from pathlib import Path; from crm_desktop import app;"
    "from crm_desktop.core import preferences; from PySide6.QtWidgets import QSystemTrayIcon;"
    "QSystemTrayIcon.isSystemTrayAvailable = staticmethod(lambda: True);"
    "kept = preferences.Preferences(to_tray=True); preferences.load = lambda: kept;"
    "sys.exit(app.run(Path(sys.argv[1]), minimised=True))"
)


@pytest.mark.skipif(sys.platform == "win32", reason="signals are sent otherwise there")
@pytest.mark.parametrize("code", [RUN, HIDDEN], ids=["shown", "hidden"])
def test_the_program_runs_and_ctrl_c_closes_it_like_its_button(
    code: str, data_file: Path, tmp_path: Path
) -> None:
    config = tmp_path / "config"
    environment = dict(os.environ, CRM_DESKTOP_CONFIG=str(config), QT_QPA_PLATFORM="offscreen")
    shutil.rmtree(config, ignore_errors=True)
    program = subprocess.Popen(
        [sys.executable, "-c", code, str(data_file)],
        env=environment,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        # The settings are written once the file is open.
        until = time.monotonic() + 30
        while not (config / "settings.json").exists():
            assert program.poll() is None
            assert time.monotonic() < until
            time.sleep(0.05)
        program.send_signal(signal.SIGINT)
        _out, errors = program.communicate(timeout=20)
    finally:
        program.kill()
    assert program.returncode == 0
    assert "Traceback" not in errors
    assert not Path(f"{data_file}-wal").exists()
