"""Which language a text is in, when its writer did not say: by its little words."""

from __future__ import annotations

import re
from collections.abc import Sequence

LITTLE_WORDS = {
    "en": "the and to of it was that in my for with not but is this had have you be on as at so",
    "nl": "de het een en van ik niet dat was maar op zijn te met voor mijn ook er aan als dan bij",
}
_WORDS = {lang: frozenset(words.split()) for lang, words in LITTLE_WORDS.items()}
READ = 4000


def language_of(text: str, languages: Sequence[str]) -> str:
    """Return one of ``languages``; the first of them when the text does not tell."""
    words = re.findall(r"[a-zà-ÿ]+", text[:READ].lower())
    counts = {lang: sum(word in _WORDS.get(lang, ()) for word in words) for lang in languages}
    return max(languages, key=lambda lang: counts[lang])
