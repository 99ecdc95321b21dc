"""`waymark serve`, but it is killed once, right after the step named in KILL_AFTER.

Run as a program by tests/test_no_loss.py. The product itself has no such switch: the step is
wrapped here, and a file remembers that the death has happened.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

STEPS = {
    "store": ("waymark.store", "Store.accept"),
    "branch": ("waymark.forge.local", "LocalForge.propose"),
    "branch-recorded": ("waymark.store", "Store.change"),
    "main-moved": ("waymark.forge.local", "LocalForge._advance"),
    "merge": ("waymark.forge.local", "LocalForge.merge"),
    "promotion": ("waymark.forge.local", "LocalForge.apply"),
    "copy": ("waymark.publish", "sync"),
    "pelican": ("waymark.publish.building", "index"),
    "swap": ("waymark.publish", "build_site"),
}
"""Where each step is; the kill comes right after it (for ``pelican``: right before the index)."""


def arm(step: str, marker: Path) -> None:
    """Wrap one step so that its first call is the last thing this process does."""
    module_name, _, path = STEPS[step][0], None, STEPS[step][1]
    module = __import__(module_name, fromlist=["_"])
    holder = module
    *parents, name = path.split(".")
    for parent in parents:
        holder = getattr(holder, parent)
    original = getattr(holder, name)

    def dying(*args, **kwargs):
        if step == "pelican":
            _die(marker)
        answer = original(*args, **kwargs)
        _die(marker)
        return answer

    setattr(holder, name, dying)


def _die(marker: Path) -> None:
    if not marker.exists():
        marker.write_text("died")
        os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    home = Path(os.environ["WAYMARK_HOME"])
    step = os.environ.get("KILL_AFTER", "")
    marker = home.parent / "died"
    if step and not marker.exists():
        # The build at start is not the one to die in: it is done before the step is armed.
        from waymark.cli import run

        build_or_keep = run._build_or_keep

        def build_then_arm(parts):
            build_or_keep(parts)
            arm(step, marker)

        run._build_or_keep = build_then_arm
    from waymark.cli import main

    sys.argv = ["waymark", "serve"]
    main()
