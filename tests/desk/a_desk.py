"""The desk as a moderator has it before them, with what a test needs to fill it."""

from __future__ import annotations

import itertools
import re
from html import unescape
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.a_door import ADoor
from waymark.bot import Bot
from waymark.checks import Finding, Level
from waymark.desk.sign_in import new_sign_in_link
from waymark.forge.local import LocalForge
from waymark.moderation.flags import key_of
from waymark.privacy import allow_list
from waymark.states import State
from waymark.store import NewSubmission, Submission
from waymark.worker import Worker

TEXT = "The kettle was the first thing. I filled it every morning and that was enough."
MODERATOR = "Noor"
MODERATORS = """
daily_cap: 200
people:
  - {name: Noor, role: lead}
  - {name: Sam, role: moderator}
  - {name: Robin, role: moderator}
"""


class ADesk:
    """Takes submissions in, lets the bot work, and posts forms as a browser would."""

    def __init__(self, folder: Path) -> None:
        self.door = ADoor(folder)
        (self.door.community / "moderators.yaml").write_text(MODERATORS)
        self.door.services.house.current()
        self.app, self.store, self.settings = self.door.app, self.door.store, self.door.settings
        self.community = self.door.services.house.last_good.community
        self.forge = LocalForge(self.settings.forge_folder)
        self.forge.check()
        bot = Bot(self.store, self.forge, allow_list(self.community))
        self.worker = Worker(self.store, bot.handlers(), "test", clock=lambda: self.door.now)
        self.client: FlaskClient = self.app.test_client()
        self._numbers = itertools.count()

    def close(self) -> None:
        self.store.close()

    @property
    def now(self):
        return self.door.now

    def new_link(self, name: str = MODERATOR) -> str:
        """Return the path of a fresh sign-in link."""
        link = new_sign_in_link(self.store, self.settings, name, self.now)
        return link.removeprefix(self.settings.address)

    def sign_in(self, name: str = MODERATOR, client: FlaskClient | None = None) -> FlaskClient:
        client = client or self.client
        link = self.new_link(name)
        token = csrf_of(client.get(link))
        answer = client.post(link, data={"csrf_token": token})
        assert answer.status_code == 303
        return client

    def another(self, name: str) -> FlaskClient:
        """Sign a second moderator in, in a browser of their own."""
        return self.sign_in(name, self.app.test_client())

    def take_in(
        self,
        text: str = TEXT,
        *,
        kind: str = "story",
        level: Level = Level.ROUTINE,
        findings: tuple[Finding, ...] = (),
        is_proposed: bool = True,
        to: str | None = None,
        proof: str = "proven",
        lang: str = "en",
        **fields: Any,
    ) -> Submission:
        """Store a submission as the door would; by default its proposal is made at once."""
        number = next(self._numbers)
        new = NewSubmission(
            kind=kind,
            lang=lang,
            fields={"text": text, "consent": True, **fields},
            to=to,
            receipt_hash=f"receipt-{number}",
            token_hash=f"token-{number}",
            proof=proof,
            level=level.value,
            score=float(level.rank),
            findings=tuple(finding.as_dict() for finding in findings),
            rules_version="1",
        )
        submission, _ = self.store.accept(new, self.now)
        if is_proposed:
            self.work()
        return self.again(submission)

    def work(self) -> None:
        """Let the worker do all that is due."""
        while self.worker.run_once():
            pass

    def work_on(self, kind: str) -> None:
        """Do the jobs of one kind only; a site is not built in these tests."""
        while (job := self.store.claim("test", self.now, self.worker.lease, [kind])) is not None:
            self.worker.handlers[kind](job, self.now)
            self.store.finish(job, "test", self.now)

    def finding_key(self, submission: Submission, number: int = 0) -> str:
        """Return the name by which a form speaks of a finding."""
        return key_of(submission.findings[number])

    def again(self, submission: Submission) -> Submission:
        found = self.store.get(submission.id)
        assert found is not None
        return found

    def state(self, submission: Submission) -> State:
        return self.again(submission).state

    def path(self, submission: Submission, action: str = "") -> str:
        return f"/desk/submissions/{submission.id}/" + (f"{action}/" if action else "")

    def open(self, submission: Submission, client: FlaskClient | None = None) -> dict[str, Any]:
        """Open a submission's page; return the hidden fields of its forms."""
        answer = (client or self.client).get(self.path(submission))
        assert answer.status_code == 200, answer.status_code
        return hidden_of(answer)

    def post(
        self,
        submission: Submission,
        action: str,
        form: dict[str, Any] | None = None,
        *,
        opened: dict[str, Any] | None = None,
        client: FlaskClient | None = None,
    ) -> TestResponse:
        """Send a form of a page that was opened before, or is opened now."""
        client = client or self.client
        opened = self.open(submission, client) if opened is None else opened
        return client.post(self.path(submission, action), data={**opened, **(form or {})})

    def writer_changes(self, submission: Submission, text: str) -> None:
        """Let a moderator ask and the writer answer with another text."""
        self.store.change(
            submission.id, expected=State.IN_REVIEW, after=State.ASKED, question="?", now=self.now
        )
        self.store.change(
            submission.id,
            expected=State.ASKED,
            after=State.IN_REVIEW,
            question=None,
            fields={**submission.fields, "text": text},
            now=self.now,
        )

    def actions(self, submission: Submission) -> list[str]:
        return [decision.action for decision in self.store.decisions(submission.id)]


def hidden_of(answer: TestResponse) -> dict[str, str]:
    """Return the token and the mark of what was read, as the page's forms carry them."""
    found = re.findall(r'name="(csrf_token|read)" value="([^"]*)"', answer.text)
    return {name: unescape(value) for name, value in found}


def csrf_of(answer: TestResponse) -> str:
    return hidden_of(answer)["csrf_token"]


def words_of(answer: TestResponse) -> str:
    """Return the words of a page's main part, as somebody reads them."""
    main = answer.text.split("<main", 1)[1].split("</main>")[0]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main.split(">", 1)[1])).split())


def finding(start: int, end: int, **more: Any) -> Finding:
    """Return a finding about some words of a text."""
    values: dict[str, Any] = {
        "rule": "personal.name",
        "category": "personal_data",
        "level": Level.REVIEW,
        "explanation": "This looks like a name.",
        **more,
    }
    return Finding(start=start, end=end, **values)
