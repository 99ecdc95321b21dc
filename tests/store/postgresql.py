"""A throwaway PostgreSQL for tests: its own folder, a socket only, gone afterwards.

Where the server is not installed, `find_server` gives nothing and the store's tests run on SQLite
alone: they are then fewer, not skipped. Debian: `apt-get install postgresql`.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from pathlib import Path

PATIENCE = 60


def find_server() -> Path | None:
    """Return the newest folder with `initdb` and `pg_ctl`, if there is one."""
    if os.geteuid() == 0 and _other_user() is None:
        return None  # PostgreSQL does not run as root.
    found = shutil.which("initdb")
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda p: float(p.parent.name))
    for folder in [*reversed(debian), *([Path(found).parent] if found else [])]:
        if (folder / "initdb").exists() and (folder / "pg_ctl").exists():
            return folder
    return None


class PostgreSQL:
    """One running server; every `new_database` is empty."""

    def __init__(self, programs: Path) -> None:
        self.programs = programs
        # A socket's path may have about a hundred letters, so not below pytest's own folder.
        self.folder = Path(tempfile.mkdtemp(prefix="waymark-pg-"))
        self.made = 0
        self._user = _other_user() if os.geteuid() == 0 else None
        if self._user:
            os.chown(self.folder, self._user.pw_uid, self._user.pw_gid)

    def start(self) -> None:
        data = str(self.folder / "data")
        self._run("initdb", "-D", data, "-U", "waymark", "-A", "trust", "-E", "UTF8", "-N")
        # It is thrown away, so nothing has to reach the disk.
        options = f"-F -c listen_addresses='' -c unix_socket_directories='{self.folder}'"
        options += f" -c statement_timeout={PATIENCE}s"
        log = str(self.folder / "log")
        self._run("pg_ctl", "-D", data, "-l", log, "-o", options, "-w", "start")

    def stop(self) -> None:
        self._run("pg_ctl", "-D", str(self.folder / "data"), "-m", "immediate", "-w", "stop")
        shutil.rmtree(self.folder, ignore_errors=True)

    def new_database(self) -> str:
        """Make an empty database and return its URL."""
        self.made += 1
        name = f"test{self.made}"
        self._run("createdb", "-h", str(self.folder), "-U", "waymark", name)
        return f"postgresql://waymark@/{name}?host={self.folder}"

    def _run(self, program: str, *arguments: str) -> None:
        command = [str(self.programs / program), *arguments]
        subprocess.run(
            command,
            check=True,
            timeout=PATIENCE,
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            user=self._user.pw_uid if self._user else None,
            group=self._user.pw_gid if self._user else None,
            extra_groups=[] if self._user else None,
        )


def _other_user() -> pwd.struct_passwd | None:
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    return None
