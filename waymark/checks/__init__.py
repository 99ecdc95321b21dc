"""Checks find, people decide: findings and a level from a text and the community's rules."""

from __future__ import annotations

from waymark.checks.engine import Checked, run
from waymark.checks.findings import Finding, Level
from waymark.checks.rules import Rule, Rules, load_rules

__all__ = ["Checked", "Finding", "Level", "Rule", "Rules", "load_rules", "run"]
