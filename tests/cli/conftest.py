"""Running `waymark` on a data folder of the test's own."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from waymark.cli import main


@pytest.fixture
def run(tmp_path, monkeypatch):
    """Return ``run(*arguments, input=None, **environment)``, which gives click's result."""
    for name in ("PORT", "WAYMARK_COMMUNITY", "WAYMARK_CONTENT", "WAYMARK_PUBLIC_URL",
                 "WAYMARK_DATABASE_URL", "WAYMARK_HOST"):  # fmt: skip
        monkeypatch.delenv(name, raising=False)

    def run(*arguments, input=None, **environment):  # noqa: A002  (click's own name)
        home = {"WAYMARK_HOME": str(tmp_path / "home")}
        return CliRunner().invoke(
            main, [str(a) for a in arguments], input=input, env={**home, **environment}
        )

    return run
