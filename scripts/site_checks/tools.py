"""Tools of npm, installed by name and version into a cache outside the repository."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path


class ToolMissing(Exception):
    """A tool cannot be had; the message says what to install."""


def npm_tool(name: str, version: str) -> Path:
    """Return the folder of an npm package, installing it at first use."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    folder = cache / "waymark" / "site-checks" / f"{name}-{version}"
    package = folder / "node_modules" / name
    if package.is_dir():
        return package
    npm = shutil.which("npm")
    if npm is None:
        raise ToolMissing("install Node.js and npm")
    folder.mkdir(parents=True, exist_ok=True)
    done = subprocess.run(
        [npm, "install", "--prefix", str(folder), "--no-save", "--no-audit", "--no-fund",
         "--silent", f"{name}@{version}"],
        capture_output=True, text=True, check=False, timeout=600,
        env={**os.environ, "PUPPETEER_SKIP_DOWNLOAD": "1"},
    )  # fmt: skip
    if done.returncode or not package.is_dir():
        shutil.rmtree(folder, ignore_errors=True)
        raise ToolMissing(f"npm could not install {name}@{version}")
    return package


def java() -> str:
    """Return Java's path, installing Debian's where that is allowed."""
    if not shutil.which("java") and os.getuid() == 0 and shutil.which("apt-get"):
        quiet = {"capture_output": True, "check": False}
        subprocess.run(["apt-get", "update"], **quiet)
        packages = ["--no-install-recommends", "default-jre-headless"]
        subprocess.run(["apt-get", "install", "-y", *packages], **quiet)
    found = shutil.which("java")
    if not found:
        raise ToolMissing("install Java: sudo apt install default-jre-headless")
    return found
