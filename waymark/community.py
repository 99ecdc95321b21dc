"""Everything a community decides, read from its folder and refused where it is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from waymark import strict_yaml
from waymark.errors import BadCommunity
from waymark.helplines import Helpline, read_helplines, require_dialable
from waymark.keeping import Keeping, read_keeping
from waymark.messages import Message, load_messages, load_templates
from waymark.moderators import Moderators, read_moderators
from waymark.rota import Rota, read_rota
from waymark.strict_yaml import Node
from waymark.synonyms import Synonym, read_synonyms
from waymark.vocabulary import Vocabulary, load_vocabulary
from waymark.words import LANGUAGES, Words, read_words

SITE_KEYS = {
    "name", "tagline", "description", "languages", "source_url", "contact", "age_minimum",
    "review_promise", "emergency", "quick_exit_url", "offline_copies", "ai_crawlers",
    "narrators_at_least", "limits",
    "allowed_link_hosts",
}  # fmt: skip
LIMIT_KEYS = {
    "text_bytes", "text_lines", "attempts_per_hour", "proven_per_hour", "unproven_per_hour",
    "receipt_tries_per_hour", "reports_per_hour", "reports_of_one_per_hour",
}  # fmt: skip
AI_CHOICES = ("refuse", "allow")
RULE_KEYS = {"id", "title", "why_plain", "verbs", "severity", "public_reason"}
VERBS = {"EDIT", "DECLINE", "NOTE", "ASK", "ESCALATE"}


@dataclass(frozen=True)
class Site:
    """Who runs this site, and the few numbers they may choose."""

    name: str
    tagline: Words
    description: Words
    languages: tuple[str, ...]
    source_url: str
    contact: str
    age_minimum: int
    review_promise: Words
    emergency_number: str
    emergency_label: Words
    quick_exit_url: str
    """Where the quiet exit leads; "" when this community offers none."""
    offline_copies: bool
    """Whether readers may keep single pages on their device for when there is no network."""
    ai_is_welcome: bool
    """Whether crawlers that feed language models may read along."""
    narrators_at_least: int
    """How many entries must share what is told of a writer before any of them tells it."""
    limits: Mapping[str, int]
    allowed_link_hosts: tuple[str, ...]


@dataclass(frozen=True)
class PolicyRule:
    """One rule of the house, which every decline and edit cites."""

    id: str
    title: str
    why_plain: str
    verbs: tuple[str, ...]
    severity: int
    public_reason: Words


@dataclass(frozen=True)
class Community:
    """One community's folder, read and checked."""

    folder: Path
    site: Site
    vocabulary: Vocabulary
    helplines: tuple[Helpline, ...]
    policy: Mapping[str, PolicyRule]
    moderators: Moderators
    keeping: Keeping
    rota: Rota
    messages: Mapping[str, Mapping[str, Message]]
    synonyms: Mapping[str, tuple[Synonym, ...]]
    templates: Mapping[tuple[str, str], Mapping[str, str]]

    def template(self, decision: str, rule: PolicyRule, lang: str) -> str:
        """Return what a writer is told with a decision by a rule; else the rule's plain reason."""
        words = self.templates.get((decision, rule.id), {})
        return words.get(lang) or rule.public_reason.get(lang)

    def message(self, name: str, lang: str) -> Message:
        """Return a message in ``lang``, else in English."""
        by_language = self.messages[name]
        return by_language.get(lang) or by_language["en"]


def load_community(folder: Path) -> Community:
    """Read and check a whole community folder; raise ``BadCommunity`` with file and line."""
    if not folder.is_dir():
        raise BadCommunity(
            "The community folder is missing.",
            remedy="Make one with `waymark new FOLDER`, or set WAYMARK_COMMUNITY.",
            where=folder.name,
        )
    name = folder.name
    vocabulary = load_vocabulary(folder / "vocabulary.yaml", f"{name}/vocabulary.yaml")
    policy = _read_policy(_load(folder, name, "rules/policy.yaml"))
    messages = folder / "messages", f"{name}/messages"
    moderators = read_moderators(_load(folder, name, "moderators.yaml"))
    return Community(
        folder=folder,
        site=_read_site(_load(folder, name, "site.yaml")),
        vocabulary=vocabulary,
        helplines=read_helplines(_load(folder, name, "helplines.yaml")),
        policy=policy,
        moderators=moderators,
        keeping=read_keeping(_load(folder, name, "keeping.yaml")),
        rota=read_rota(_load(folder, name, "rota.yaml"), moderators.by_name),
        synonyms=read_synonyms(_load(folder, name, "synonyms.yaml"), vocabulary),
        messages=load_messages(*messages),
        templates=load_templates(*messages, {rule.id: rule.verbs for rule in policy.values()}),
    )


def _load(folder: Path, name: str, file: str) -> Node:
    return strict_yaml.load_file(folder / file, f"{name}/{file}", BadCommunity)


def _read_site(root: Node) -> Site:
    keys = root.keys_within(SITE_KEYS, "the site")
    for needed in sorted(SITE_KEYS):
        if needed not in keys:
            raise root.fail(f"`{needed}` is missing.", f"Add a `{needed}:` line.")
    languages = tuple(item.text("a language") for item in keys["languages"].items("`languages`"))
    if not languages or any(code not in LANGUAGES for code in languages):
        raise keys["languages"].fail(
            "`languages` should name languages that Waymark speaks.",
            f"Use some of: {', '.join(LANGUAGES)}.",
        )
    emergency = keys["emergency"].keys_within({"number", "label"}, "`emergency`")
    for needed in sorted({"number", "label"} - set(emergency)):
        raise keys["emergency"].fail(f"`emergency` has no `{needed}`.", "Add it.")
    require_dialable(emergency["number"], "`emergency.number`")
    limits = keys["limits"].keys_within(LIMIT_KEYS, "`limits`")
    for needed in sorted(LIMIT_KEYS - set(limits)):
        raise keys["limits"].fail(f"`limits` has no `{needed}`.", "Add it.")
    contact = keys["contact"]
    return Site(
        name=keys["name"].text("`name`"),
        tagline=read_words(keys["tagline"], "`tagline`"),
        description=read_words(keys["description"], "`description`"),
        languages=languages,
        source_url=_address(keys["source_url"], "`source_url`"),
        contact="" if contact.value is None else contact.text("`contact`"),
        age_minimum=keys["age_minimum"].number("`age_minimum`"),
        review_promise=read_words(keys["review_promise"], "`review_promise`"),
        emergency_number=emergency["number"].text("`emergency.number`"),
        emergency_label=read_words(emergency["label"], "`emergency.label`"),
        quick_exit_url=""
        if keys["quick_exit_url"].value is None
        else _address(keys["quick_exit_url"], "`quick_exit_url`"),
        offline_copies=keys["offline_copies"].flag("`offline_copies`"),
        ai_is_welcome=_one_of(keys["ai_crawlers"], "`ai_crawlers`", AI_CHOICES) == "allow",
        narrators_at_least=_narrators(keys["narrators_at_least"]),
        limits={key: _positive(node, key) for key, node in limits.items()},
        allowed_link_hosts=tuple(
            item.text("a host").lower()
            for item in keys["allowed_link_hosts"].items("`allowed_link_hosts`")
        ),
    )


def _narrators(node: Node) -> int:
    value = node.number("`narrators_at_least`")
    if value < 2:
        raise node.fail(
            "`narrators_at_least` would tell who a single writer is.", "Write 5, or more."
        )
    return value


def _one_of(node: Node, what: str, choices: tuple[str, ...]) -> str:
    value = node.text(what)
    if value not in choices:
        raise node.fail(f"{what} has a value that is not known.", f"Use {' or '.join(choices)}.")
    return value


def _positive(node: Node, key: str) -> int:
    value = node.number(f"`limits.{key}`")
    if value < 1:
        raise node.fail(f"`limits.{key}` should be 1 or more.", "Choose a larger number.")
    return value


def _address(node: Node, what: str) -> str:
    value = node.text(what)
    if not value.startswith(("https://", "/")) or value.startswith("//"):
        raise node.fail(f"{what} should be an address.", "Begin it with https:// or one slash.")
    return value


def _read_policy(root: Node) -> Mapping[str, PolicyRule]:
    rules: dict[str, PolicyRule] = {}
    for node in root.items("the policy"):
        keys = node.keys_within(RULE_KEYS, "a rule")
        for needed in sorted(RULE_KEYS):
            if needed not in keys:
                raise node.fail(f"This rule has no `{needed}`.", f"Add a `{needed}:` line.")
        rule_id = keys["id"].text("`id`")
        if rule_id in rules:
            raise keys["id"].fail(f"The rule {rule_id} stands here twice.", "Remove one.")
        verbs = tuple(item.text("a verb") for item in keys["verbs"].items("`verbs`"))
        if not verbs or not set(verbs) <= VERBS:
            raise keys["verbs"].fail(
                "`verbs` should name what a moderator may do.",
                f"Use some of: {', '.join(sorted(VERBS))}.",
            )
        rules[rule_id] = PolicyRule(
            id=rule_id,
            title=keys["title"].text("`title`"),
            why_plain=keys["why_plain"].text("`why_plain`").strip(),
            verbs=verbs,
            severity=keys["severity"].number("`severity`"),
            public_reason=read_words(keys["public_reason"], "`public_reason`"),
        )
    if not rules:
        raise root.fail("There are no rules of the house.", "Add one: each decline names one.")
    return rules
