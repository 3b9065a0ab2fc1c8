"""Starting the program: from the new process to the painted shell, and to Today's real rows.

The floor is a process that shows a bare PySide6 window. Both print what the clock says in their
first paint; the time starts before the process does.
"""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
import time

from benchmarks import comparing, files

TODAY = dt.date(2026, 6, 18)

_FLOOR = """
import sys, time
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget
class Bare(QWidget):
    def paintEvent(self, event):
        print("shell", time.time(), flush=True)
        QTimer.singleShot(0, application.quit)
application = QApplication([])
window = Bare()
window.resize(1440, 900)
window.show()
application.exec()
"""

_OURS = """
import datetime as dt, sys, time
from pathlib import Path
from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication
from crm_desktop import app
from crm_desktop.core import clock
clock.freeze(dt.datetime(2026, 6, 18, 1, 40, tzinfo=dt.UTC))
class Watch(QObject):
    painted = False
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint:
            if not self.painted:
                self.painted = True
                print("shell", time.time(), flush=True)
                watched.removeEventFilter(self)
                QApplication.instance().installEventFilter(self)
            elif filled():
                print("rows", time.time(), memory(), flush=True)
                QTimer.singleShot(0, QApplication.quit)
        return False
def filled():
    stack = getattr(seen[0], "stack", None)
    page = stack.currentWidget() if stack is not None else None
    return getattr(page, "_today", None) is not None
def memory():
    for line in open("/proc/self/status"):
        if line.startswith("VmHWM"):
            return int(line.split()[1]) / 1024
seen = []
place_window = app.place_window
def place(window, settings):
    place_window(window, settings)
    window.resize(1440, 900)
    seen.extend((window, Watch()))
    window.installEventFilter(seen[1])
    QTimer.singleShot(30000, QApplication.quit)
app.place_window = place
sys.exit(app.run(Path(sys.argv[1])))
"""


def run(work: str, *arguments: str) -> dict[str, list[float]]:
    """What the process told: by mark, the seconds since it was started, and further figures."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    environment["CRM_DESKTOP_CONFIG"] = str(files.scratch() / "config")
    started = time.time()
    done = subprocess.run(
        [sys.executable, "-c", work, *arguments],
        check=True,
        capture_output=True,
        text=True,
        env=environment,
    )
    marks: dict[str, list[float]] = {}
    for line in done.stdout.splitlines():
        mark, at, *more = line.split()
        marks.setdefault(mark, [float(at) - started, *map(float, more)])
    return marks


def main() -> None:
    options = comparing.arguments(__doc__ or "", rows=1_284, rounds=7)
    path = str(files.sample_shop(options.rows, TODAY))
    run(_FLOOR)
    run(_OURS, path)
    pairs = [(run(_FLOOR), run(_OURS, path)) for _ in range(options.rounds)]
    floor = tuple(pair[0]["shell"][0] for pair in pairs)
    for mark, target in (("shell", "x1.25"), ("rows", "x3.2")):
        ours = tuple(pair[1][mark][0] for pair in pairs)
        comparing.say(f"start to painted {mark}", comparing.Timings(floor, ours), target)
    print(f"  memory: {max(pair[1]['rows'][1] for pair in pairs):.0f} MB (target 110 MB)")


if __name__ == "__main__":
    main()
