"""Read YAML that people edit by hand: safe, without duplicate keys, every value with its line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml
from yaml.composer import Composer

from waymark.errors import WaymarkError

YAML = "tag:yaml.org,2002:"
PLAIN = {YAML + name for name in ("str", "int", "float", "bool", "null", "map", "seq")}
TIMESTAMP = YAML + "timestamp"


@dataclass(frozen=True)
class Node:
    """One value of a YAML file that knows where it stands.

    ``value`` is a plain ``str``, ``int``, ``float``, ``bool`` or ``None``, a list of nodes, or a
    mapping from key to node.
    """

    value: Any
    source: str
    line: int
    error: type[WaymarkError]

    def fail(self, message: str, remedy: str = "") -> WaymarkError:
        """Return (not raise) the error that names this value's file and line."""
        return self.error(message, remedy=remedy, where=f"{self.source}:{self.line}")

    def mapping(self, what: str = "this") -> dict[str, Node]:
        if not isinstance(self.value, Mapping):
            raise self.fail(f"{what} should be a list of `key: value` lines.", "Write one a line.")
        return dict(self.value)

    def items(self, what: str = "this") -> list[Node]:
        if not isinstance(self.value, list):
            raise self.fail(f"{what} should be a list.", "Write it as `[one, two]` or with dashes.")
        return list(self.value)

    def text(self, what: str = "this") -> str:
        if not isinstance(self.value, str):
            raise self.fail(f"{what} should be text.", "Put it in quotes.")
        return self.value

    def flag(self, what: str = "this") -> bool:
        if not isinstance(self.value, bool):
            raise self.fail(f"{what} should be `true` or `false`.", "Write one of them.")
        return self.value

    def number(self, what: str = "this") -> int:
        if not isinstance(self.value, int) or isinstance(self.value, bool):
            raise self.fail(f"{what} should be a whole number.", "Write it in digits.")
        return self.value

    def plain(self) -> Any:
        """Return the value without its lines."""
        if isinstance(self.value, Mapping):
            return {key: node.plain() for key, node in self.value.items()}
        if isinstance(self.value, list):
            return [node.plain() for node in self.value]
        return self.value

    def keys_within(self, allowed: Iterator[str] | set[str], what: str = "this") -> dict[str, Node]:
        """Return the mapping, or raise naming the first key that is not in ``allowed``."""
        allowed = set(allowed)
        found = self.mapping(what)
        for key, node in found.items():
            if key not in allowed:
                raise node.fail(
                    f"{what} has a key `{key[:60]}` that Waymark does not know.",
                    f"Remove it, or use one of: {', '.join(sorted(allowed))}.",
                )
        return found


class _NoAliases:
    """Refuses `*alias`: shared nodes let a small file unfold into a huge one."""

    def compose_node(self: Any, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            event = self.peek_event()
            raise yaml.MarkedYAMLError(problem="alias", problem_mark=event.start_mark)
        return Composer.compose_node(self, parent, index)


class _Exact(_NoAliases, yaml.SafeLoader):
    """Knows the very line on which something is wrong."""


class _Quick(_NoAliases, Composer, yaml.CSafeLoader):
    """Composes what libyaml read: several times quicker, but vague about where things go wrong."""

    def __init__(self, stream: str) -> None:
        yaml.CSafeLoader.__init__(self, stream)
        Composer.__init__(self)


def load(text: str, source: str, error: type[WaymarkError], first_line: int = 1) -> Node:
    """Parse ``text``; raise ``error`` with file and line where it is not plain, safe YAML.

    ``first_line`` is the line of ``source`` on which ``text`` begins. Dates stay text.
    """
    try:
        root = _compose(text)
    except yaml.MarkedYAMLError as problem:
        mark = problem.problem_mark
        line = first_line + (mark.line if mark else 0)
        raise error(
            "This is not valid YAML.",
            remedy="Check the indentation, the colons and the quotes near this line.",
            where=f"{source}:{line}",
        ) from None
    except yaml.reader.ReaderError as problem:
        line = first_line + text.count("\n", 0, problem.position)
        raise error(
            "This is not valid YAML.",
            remedy="Remove the control character on this line.",
            where=f"{source}:{line}",
        ) from None
    except RecursionError:
        raise error(
            "This is nested too deeply.",
            remedy="Use a simpler shape.",
            where=f"{source}:{first_line}",
        ) from None
    if root is None:
        return Node({}, source, first_line, error)
    return _convert(root, source, error, first_line, depth=0)


def _compose(text: str) -> yaml.Node | None:
    try:
        return yaml.compose(text, Loader=_Quick)
    except yaml.YAMLError:
        return yaml.compose(text, Loader=_Exact)


def load_file(path: Path, source: str, error: type[WaymarkError]) -> Node:
    """Read and parse one UTF-8 file; ``source`` is how errors name it."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise error("This file is missing.", remedy="Put it back.", where=source) from None
    except UnicodeDecodeError:
        raise error("This file is not UTF-8.", remedy="Save it as UTF-8.", where=source) from None
    except OSError as problem:
        raise error(
            f"This file cannot be read ({problem.strerror}).",
            remedy="Give this user the right to read it.",
            where=source,
        ) from None
    return load(text, source, error)


def _convert(
    node: yaml.Node, source: str, error: type[WaymarkError], first_line: int, depth: int
) -> Node:
    line = first_line + node.start_mark.line
    here = Node(None, source, line, error)
    if depth > 12:
        raise here.fail("This is nested too deeply.", "Use a simpler shape.")
    if node.tag not in PLAIN | {TIMESTAMP}:
        raise here.fail("Tags such as `!this` are not allowed.", "Remove it, or use quotes.")
    value: Any
    if isinstance(node, yaml.MappingNode):
        value = {}
        for key_node, value_node in node.value:
            key = key_node.value if isinstance(key_node, yaml.ScalarNode) else None
            at = Node(None, source, first_line + key_node.start_mark.line, error)
            if not isinstance(key, str) or key == "<<":
                raise at.fail("A key should be plain text.", "Write `key: value`.")
            if key in value:
                raise at.fail(f"The key `{key[:60]}` stands here twice.", "Remove one of them.")
            child = _convert(value_node, source, error, first_line, depth + 1)
            # People look for the key, also where its value begins further down.
            value[key] = replace(child, line=at.line)
    elif isinstance(node, yaml.SequenceNode):
        value = [_convert(child, source, error, first_line, depth + 1) for child in node.value]
    elif node.tag == TIMESTAMP:
        value = node.value
    else:
        try:
            value = yaml.SafeLoader("").construct_object(node)
        except (ValueError, ArithmeticError, LookupError, yaml.YAMLError):
            raise here.fail("This value cannot be read.", "Put it in quotes.") from None
    return Node(value, source, line, error)
