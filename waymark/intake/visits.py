"""One form that was posted: read once, and not changed after."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask import Request

from waymark.addresses import Addresses
from waymark.form_reading import Reading, read_form
from waymark.forms import Form
from waymark.intake import answers
from waymark.intake.bodies import Sent, one_text
from waymark.intake.form_tokens import FormToken, key_of, read_token
from waymark.intake.house import House
from waymark.intake.language import language_of
from waymark.intake.proof_of_work import LONGEST
from waymark.intake.services import Services

BESIDE = ("token", "altcha", "website", "action", "seen")
"""Fields of every form page that are no questions."""


@dataclass(frozen=True)
class Visit:
    """Everything about one posted form. ``to`` is the id of the entry a response answers."""

    request: Request
    house: House
    form: Form
    path: str
    to: str | None
    sent: Sent
    reading: Reading
    page_lang: str
    entry_lang: str
    now: datetime
    token: FormToken

    @property
    def raw_token(self) -> str:
        return one_text(self.sent, "token")

    @property
    def altcha(self) -> str:
        return one_text(self.sent, "altcha", LONGEST)

    @property
    def wish(self) -> str:
        """``send``, ``preview``, ``change``, or whatever else was sent."""
        return one_text(self.sent, "action")

    @property
    def is_honeypot_filled(self) -> bool:
        return any(self.sent.get("website", []))

    def key(self, secret: bytes) -> str:
        """Return the same text for the same form with the same answers."""
        return key_of(secret, self.token.nonce, self.form.kind, self.to, self.reading.values)

    def mark(self, secret: bytes) -> str:
        """Return a mark of exactly these answers, whichever form they came in."""
        return key_of(secret, "", self.form.kind, self.to, self.reading.values)


def read_visit(
    services: Services,
    request: Request,
    house: House,
    kind: str,
    sent: Sent,
    to: str | None,
) -> Visit:
    """Read what was sent against the form of its kind."""
    form = house.forms[kind]
    path = f"/respond/{to}/" if to else f"/share/{kind}/"
    answered = services.entry_of(to) if to else None
    lang = answers.language_for(request, house.community)
    if answered is not None and not answers.wants_json(request):
        lang = answered.lang  # Its form has one address, and speaks the language of the entry.
    asked = {name: values for name, values in sent.items() if name not in BESIDE}
    reading = read_form(form, asked, house.problems, lang, house.limits)
    text = str(reading.values.get("text", ""))
    guessed = language_of(text, house.community.site.languages)
    return Visit(
        request=request,
        house=house,
        form=form,
        path=Addresses(house.community.site.languages).within(path, lang),
        to=to,
        sent=sent,
        reading=reading,
        page_lang=lang,
        entry_lang=str(reading.values.get("lang", guessed)),
        now=services.clock(),
        token=read_token(services.key("form"), one_text(sent, "token")),
    )
