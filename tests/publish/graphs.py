"""Sites made up by chance, as large as a test needs: entries with nothing but metadata."""

from __future__ import annotations

import random
from typing import Any

from waymark.entry import Entry
from waymark.vocabulary import Vocabulary


def made_up_entries(
    vocabulary: Vocabulary, number: int, seed: int, heavy: float = 0.3
) -> list[Entry]:
    """Return ``number`` entries in order of publication; ``heavy`` is the share with such notes."""
    chance = random.Random(seed)
    notes = vocabulary.facet("notes").values()
    heavy_notes = [term.value for term in notes if term.heavy]
    light_notes = [term.value for term in notes if not term.heavy]
    made: list[Entry] = []
    for sequence in range(1, number + 1):
        kind = chance.choice(("story", "story", "strategy", "response"))
        facts: dict[str, Any] = {
            "topics": tuple(chance.sample(list(vocabulary.facet("topics")), chance.randint(1, 3))),
            "notes": tuple(chance.sample(light_notes, chance.choice((0, 0, 1)))),
            "sequence": sequence,
            "published": "2026-11",
            "narrator": {
                "type": chance.choice(list(vocabulary.facet("narrator_type"))),
                "age_band": chance.choice(list(vocabulary.facet("age_band"))),
                "region": chance.choice(list(vocabulary.facet("region"))),
            },
        }
        if chance.random() < heavy:
            facts["notes"] += (chance.choice(heavy_notes),)
        if kind == "story":
            facts["standing"] = chance.choice(list(vocabulary.facet("standing")))
            facts["tone"] = chance.choice(list(vocabulary.facet("tone")))
        if kind == "strategy":
            facts["energy"] = chance.choice(list(vocabulary.facet("energy")))
            facts["setting"] = tuple(chance.sample(list(vocabulary.facet("setting")), 2))
        if kind == "response" and made:
            facts["to"] = chance.choice(made).id
        lang = "nl" if chance.random() < 0.2 else "en"
        made.append(
            Entry(
                kind=kind, id=f"e{sequence}", lang=lang, title=f"{sequence}", body="x", facts=facts
            )
        )
    return made
