"""What a writer's own browser looks for while they type, so that help comes near at once.

Only rules of level crisis that belong to C1 and S8 of the house. The file is the same for
everybody: nothing about a text leaves the device.
"""

from __future__ import annotations

import json

from waymark.checks import Level, Rule, Rules
from waymark.checks.matching import AROUND

FILE = "form-help.json"
HOUSE_RULES = ("C1", "S8")


def on_device(rules: Rules) -> str:
    """Return the file as JSON. Browsers can read every pattern: the loader refuses all others."""
    wanted = [
        rule for rule in rules.rules if rule.level is Level.CRISIS and rule.policy in HOUSE_RULES
    ]
    return json.dumps({"rules": [_for_browsers(rule) for rule in wanted]}, ensure_ascii=False)


def _for_browsers(rule: Rule) -> dict[str, object]:
    return {
        "pattern": "|".join(pattern.source for pattern in rule.patterns),
        "unless": [pattern.source for pattern in rule.unless],
        "around": AROUND,
    }
