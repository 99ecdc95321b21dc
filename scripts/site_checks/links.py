"""No link of the site leads nowhere, and no fragment is missing on the page it names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from urllib.parse import unquote, urldefrag, urljoin

from .crawling import Answer, inside
from .rows import Row


def check_links(answers: Mapping[str, Answer]) -> Row:
    pages = [answer for answer in answers.values() if answer.is_page]
    problems = sorted(set(broken_links(answers)))
    return Row(
        "broken internal links, missing anchors",
        f"{len(problems)} on {len(pages)} pages",
        "0",
        bool(pages) and not problems,
        {"pages": len(pages), "broken": len(problems)},
        tuple(problems),
    )


def broken_links(answers: Mapping[str, Answer]) -> Iterator[str]:
    """Yield one line for each link that leads nowhere."""
    ids = {path: _ids(answer) for path, answer in answers.items() if answer.is_page}
    for path in ids:
        for link in answers[path].links():
            target = inside(path, link) or (path if link.startswith("#") else "")
            if not target:
                continue
            answer = answers.get(target)
            if answer is None or (answer.status >= 400 and target != "/404.html"):
                yield f"{path}: {link} answers {answer.status if answer else 'nothing'}"
            fragment = unquote(urldefrag(urljoin(path, link)).fragment)
            if fragment and target in ids and fragment not in ids[target]:
                yield f"{path}: nothing has the id of {link}"


def _ids(answer: Answer) -> set[str]:
    return {found for element in answer.tree.iter() if (found := element.get("id"))}
