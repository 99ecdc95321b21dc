"""E-mail addresses, links and account names, also written so that programs overlook them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from waymark.privacy.common_words import is_common
from waymark.privacy.details import AllowList, Detail

_PROVIDERS = (
    r"gmail|googlemail|g-?mail|hotmail|outlook|yahoo|live|icloud|proton|protonmail|ziggo|kpnmail|"
    r"xs4all|gmx|web|t-online|aol|btinternet|planet|upcmail|hetnet|casema|telenet|skynet|msn|mail"
)
_TLD = (
    r"com|net|org|info|nl|eu|co\.uk|org\.uk|uk|fr|io|gg|xyz|dev|ly|ch|ie|ca|au|edu|gov|biz|tv|"
    r"be|de|me|us|co|app|link|blog|online|site|shop"
)
# Endings that also begin an ordinary word after a full stop with no blank: "so tired.be kind".
_RISKY = frozenset(("be", "de", "me", "us", "co", "app", "link", "blog", "online", "site", "shop"))
_AT = r"(?:\s?[\[({<]\s?(?:at|apenstaartje|@)\s?[\])}>]\s?|\s(?:at|apenstaartje|apestaartje)\s)"
_DOT = r"(?:\s?[\[({<]\s?(?:dot|punt|\.)\s?[\])}>]\s?|\s(?:dot|punt)\s)"
_LOCAL = rf"(?<![\w.+-])[\w+-][\w.+-]{{0,200}}(?:{_DOT}[\w+-]{{1,30}}){{0,3}}"
EMAIL = re.compile(
    r"(?<![\w.+-])[\w.+-]{1,200}@[\w-]{1,63}(?:\.[\w-]{1,24}){1,4}"
    rf"|(?<![\w.+-])[\w.+-]{{1,200}}\s?@\s?(?:[\w-]{{1,63}}\s?\.\s?(?:{_TLD})|(?:{_PROVIDERS}))\b"
    rf"|{_LOCAL}{_AT}[\w-]{{1,63}}(?:{_DOT}[\w-]{{2,24}}){{1,3}}\b"
    rf"|{_LOCAL}\s?[\[({{<]\s?(?:at|apenstaartje|@)\s?[\])}}>]\s?[\w-]{{1,63}}(?:\.[\w-]{{2,24}}){{1,3}}\b"
    rf"|{_LOCAL}{_AT}(?:{_PROVIDERS})\s?\.?\s?(?:{_TLD})\b",
    re.IGNORECASE,
)
LINK = re.compile(
    r"(?:h(?:tt|xx)ps?://|www\.)[^\s<>\"')\]]{3,400}"
    r"|(?<![\w@.-])(?:t|wa)\.me/[\w+/-]{2,60}"
    rf"|(?<![\w@.-])(?:[a-z0-9-]{{2,63}}\.){{1,3}}(?:{_TLD})\b(?:/[^\s<>\"')\]]{{0,300}})?"
    rf"|(?<![\w@.-])(?:www{_DOT})?[a-z0-9-]{{2,63}}{_DOT}(?:{_TLD})\b(?:/[^\s<>\"')\]]{{0,300}})?",
    re.IGNORECASE,
)
_SERVICES = (
    r"insta(?:gram)?|ig|snap(?:chat)?|sc|telegram|discord|tiktok|tik tok|whatsapp|signal|twitter|"
    r"kik|skype|facebook|fb|reddit|twitch|youtube|steam|psn|xbox|gamertag|wechat|viber|bluesky|"
    r"mastodon|threads|tumblr|linkedin|bereal|roblox|minecraft|messenger|x"
)
_CALLED = (
    r"(?:user ?name|account|handle|name|tag|id|naam|gebruikersnaam|profiel|profile|nick(?:name)?)"
)
_ACCOUNT = r"(?:user ?name|account|handle|gebruikersnaam|accountnaam|profiel|profile|nick(?:name)?)"
HANDLE = re.compile(
    r"(?<![\w@/.+-])@[A-Za-z_][\w.]{1,29}(?<![.])"
    r"|(?<![\w/])u/[\w-]{3,20}\b"
    r"|(?<!\w)[\w.]{2,32}#\d{4}\b",
)
CUED_HANDLE = re.compile(
    rf"\b(?:{_SERVICES})\b(?:[\s-]{_CALLED})?"
    r"(?:\s?[:=]\s?|\s(?:is|at|as|under|als|onder|heet|name is|me at|me|called|genaamd)\s"
    r"(?:also |ook )?)@?(?P<name>[\w][\w.#-]{2,30})"
    rf"|\b(?:my|mijn|m'n|the|de)\s{_ACCOUNT}(?:\s(?:on|op)\s(?:{_SERVICES}|here|there|that|die|the)"
    r"\s?\w{0,12})?(?:\s?[:=]\s?|\s(?:is|there is)\s)@?(?P<name2>[\w][\w.#-]{2,30})"
    rf"|\b(?:add|find|follow|dm|volg|vind|voeg|zoek)\s(?:me|mij)\s(?:toe\s)?(?:on|op|via)\s(?:{_SERVICES})"
    r"\s?[,:;-]?\s?(?:as|als|at|under|onder|it's|het is|is)?\s?@?(?P<name3>[\w][\w.#-]{2,30})",
    re.IGNORECASE,
)
NAME_FIRST = re.compile(
    rf"@?(?P<name>[\w][\w.#-]{{3,30}})\s(?:on|op)\s(?:{_SERVICES})\b", re.IGNORECASE
)
_ODD = re.compile(r"[\d_#]|\w\.\w|[a-z][A-Z]")


def find_accounts(text: str, allow: AllowList) -> Iterator[Detail]:
    """Yield e-mail addresses, links that are not allowed, and names of accounts."""
    taken: list[tuple[int, int]] = []
    for match in EMAIL.finditer(text):
        taken.append(match.span())
        yield Detail("email", *match.span())
    for match in LINK.finditer(text):
        end = match.end() - len(match[0]) + len(match[0].rstrip(".,;:!?"))
        if any(a <= match.start() < b for a, b in taken):
            continue
        taken.append((match.start(), end))
        if not _is_allowed(match[0], allow) and not _is_a_slip(match[0]):
            yield Detail("link", match.start(), end)
    for match in HANDLE.finditer(text):
        if _is_free(match.start(), taken) and not is_common(match[0].lstrip("@u/")):
            yield Detail("handle", *match.span())
    for match in CUED_HANDLE.finditer(text):
        group = next(name for name in ("name", "name2", "name3") if match[name])
        start, word = match.start(group), match[group].rstrip(".-")
        if len(word) >= 3 and not is_common(word) and _is_free(start, taken):
            yield Detail("handle", start, start + len(word))
    for match in NAME_FIRST.finditer(text):
        if _ODD.search(match["name"]) and _is_free(match.start("name"), taken):
            yield Detail("handle", *match.span("name"))


def _is_free(start: int, taken: list[tuple[int, int]]) -> bool:
    return not any(a <= start < b for a, b in taken)


def _is_allowed(link: str, allow: AllowList) -> bool:
    plain = re.sub(r"^h(?:tt|xx)ps?://", "", link.lower())
    host = re.split(r"[/:?#]", plain)[0].rstrip(".,;!?")
    return host in allow.hosts or f"www.{host}" in allow.hosts or host[4:] in allow.hosts


def _is_a_slip(link: str) -> bool:
    """Say whether it is two words with a full stop and no blank between them."""
    first, _, ending = link.lower().rstrip(".,;:!?").rpartition(".")
    if ending not in _RISKY or "." in first or "/" in link:
        return False
    return ending in ("me", "us", "co") or is_common(first)
