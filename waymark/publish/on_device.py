"""What a writer's own browser looks for while they type, so that help comes near at once.

Only rules of level crisis that belong to C1 and S8 of the house. The file is the same for
everybody: nothing about a text leaves the device.
"""

from __future__ import annotations

import json
import re

from waymark.checks import Level, Rule, Rules
from waymark.checks.engine import AROUND
from waymark.errors import BadCommunity

FILE = "form-help.json"
HOUSE_RULES = ("C1", "S8")
# What Python's patterns have and JavaScript's do not: possessive repetition, atomic groups, flags
# and names in Python's way, and the ends of the whole text.
_ONLY_PYTHON = re.compile(r"[*+?}]\+|\(\?[>#aiLmsux-]|\(\?P|\(\?\(|\\[AZ]")


def on_device(rules: Rules) -> str:
    """Return the file as JSON; raise ``BadCommunity`` for a pattern a browser cannot read."""
    wanted = [
        rule for rule in rules.rules if rule.level is Level.CRISIS and rule.policy in HOUSE_RULES
    ]
    return json.dumps({"rules": [_for_browsers(rule) for rule in wanted]}, ensure_ascii=False)


def _for_browsers(rule: Rule) -> dict[str, object]:
    patterns = [rule.pattern.pattern, *(pattern.pattern for pattern in rule.unless)]
    if any(_ONLY_PYTHON.search(pattern) for pattern in patterns):
        raise BadCommunity(
            f"The rule {rule.id} has a pattern that browsers cannot read.",
            remedy="Write it without `++`, `(?i)`, `(?P<name>`, `(?>` and `\\Z`.",
            where=rule.source,
        )
    return {"pattern": patterns[0], "unless": patterns[1:], "around": AROUND}
