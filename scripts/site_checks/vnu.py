"""Every page is sound HTML, as the W3C's own checker (vnu) reads it."""

from __future__ import annotations

import json
import subprocess
from collections import Counter
from collections.abc import Mapping

from .crawling import Answer
from .rows import Row, not_measured
from .tools import ToolMissing, java, npm_tool

WHAT, BAR = "vnu, all pages", "0 errors, 0 warnings"
VERSION = "26.9.27"


def check_html(address: str, answers: Mapping[str, Answer]) -> Row:
    """Have the checker fetch each page, so that it knows what the pages' own policy allows."""
    try:
        jar = npm_tool("vnu-jar", VERSION) / "build" / "dist" / "vnu.jar"
        command = [java(), "-jar", str(jar), "--format", "json", "--stdout", "--exit-zero-always"]
    except ToolMissing as missing:
        return not_measured(WHAT, BAR, str(missing))
    pages = [address + path for path, answer in answers.items() if answer.is_page]
    done = subprocess.run([*command, *pages], capture_output=True, text=True, check=False)
    found = json.loads(done.stdout)["messages"]
    errors = [one for one in found if one["type"] == "error"]
    warnings = [one for one in found if one.get("subType") == "warning"]
    problems = Counter(one["message"] for one in (*errors, *warnings))
    return Row(
        WHAT,
        f"{len(errors)} errors, {len(warnings)} warnings on {len(pages)} pages",
        BAR,
        bool(pages) and not errors and not warnings,
        {"pages": len(pages), "errors": len(errors), "warnings": len(warnings)},
        tuple(f"{times} times: {message}" for message, times in problems.most_common(20)),
    )
