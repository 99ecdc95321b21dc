"""Store a good form, once, and give the receipt that belongs to it."""

from __future__ import annotations

from waymark import receipts
from waymark.intake.judging import judge
from waymark.intake.proof_of_work import solved
from waymark.intake.services import Services
from waymark.intake.spam import PROVEN, UNPROVEN, Signs, proof_of, spam_findings
from waymark.intake.visits import Visit
from waymark.store import NewSubmission


class TooMany(Exception):
    """This sender sent as much as one sender may in an hour; nothing was stored."""


def accept(services: Services, visit: Visit, sender: str) -> str:
    """Return the receipt of what was sent, storing it unless it is there already.

    Raises ``TooMany`` or ``StoreUnavailable``; nothing is stored then.
    """
    key = visit.key(services.key("form"))
    receipt = receipts.words_from(services.key("receipt"), key)
    with services.lock_for(key):
        if services.store.find_by_receipt(receipts.hash_of(receipt)) is None:
            signs = _signs(services, visit, sender)
            services.store.accept(_submission(visit, key, receipt, signs), visit.now)
    return receipt


def _signs(services: Services, visit: Visit, sender: str) -> Signs:
    """Return the signs of spam; raise ``TooMany`` when this sender has to wait."""
    solution = solved(services.key("altcha"), visit.altcha, visit.now)
    signs = Signs(
        token=visit.token,
        honeypot_filled=visit.is_honeypot_filled,
        sum_sent=any(visit.sent.get("altcha", [])),
        sum_solved=solution is not None,
    )
    if solution is not None and proof_of(signs, visit.now) == PROVEN:
        _count(services, PROVEN, sender)
        if services.store.spend(*solution, visit.now):
            return signs
        signs = Signs(signs.token, signs.honeypot_filled, True, False, sum_spent=True)
    _count(services, UNPROVEN, sender)
    return signs


def _count(services: Services, proof: str, sender: str) -> None:
    if not services.may_take(f"{proof}_per_hour", sender):
        raise TooMany


def _submission(visit: Visit, key: str, receipt: str, signs: Signs) -> NewSubmission:
    values = visit.reading.values
    judged = judge(visit.form, values, visit.entry_lang, visit.house)
    judged = judged.with_more(tuple(spam_findings(signs, visit.now)))
    return NewSubmission(
        kind=visit.form.kind,
        lang=visit.entry_lang,
        fields={
            name: list(value) if isinstance(value, tuple) else value
            for name, value in values.items()
        },
        to=visit.to,
        receipt_hash=receipts.hash_of(receipt),
        token_hash=key,
        proof=proof_of(signs, visit.now),
        level=str(judged.level),
        score=judged.score,
        findings=tuple(finding.as_dict() for finding in judged.findings),
        rules_version=judged.rules_version,
    )
