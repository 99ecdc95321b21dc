"""What becomes of a submission, told as the writer and the moderator live it."""

from __future__ import annotations

from datetime import timedelta

from tests.bot.conversation import TEXT, Conversation
from tests.fakes import FakeForge
from waymark.forge import Status
from waymark.notices import Notice, parse_notice
from waymark.states import State
from waymark.store import NewJob


def test_a_submission_becomes_a_proposal_that_a_moderator_can_read(talk: Conversation):
    """Submitted, it is in review with the commit that holds its text; the site knows nothing."""
    name = talk.submit()
    assert talk.state(name) is State.RECEIVED

    talk.work()

    seen = talk.see(name)
    proposed = talk.forge.look(name)
    assert seen.state is State.IN_REVIEW
    assert (seen.revision, seen.reference) == (proposed.revision, f"submission/{name}")
    assert proposed.status is Status.OPEN
    assert talk.forge.list_files("submissions") == []
    assert talk.site == {}


def test_proposing_again_changes_nothing(talk: Conversation):
    """A propose job that runs twice: still one proposal, at the same commit."""
    name = talk.submit()
    talk.work()
    revision = talk.see(name).revision

    talk.store.add_job(NewJob("propose", name), talk.now)
    talk.work()

    assert talk.see(name).revision == revision == talk.forge.look(name).revision


def test_what_is_approved_reaches_the_site_once(talk: Conversation):
    """Approved with a title, it is published under the title, and nothing is left behind."""
    name = talk.submit()
    talk.work()
    talk.approve(name, title="Rain on the canal")
    talk.work()

    page = f"stories/{name[:2]}/{name}.md"
    seen = talk.see(name)
    assert seen.state is State.PUBLISHED
    assert (seen.published_path, seen.sequence) == (f"content/{page}", 1)
    assert list(talk.site) == [page]
    assert TEXT in talk.site[page]
    assert "title: Rain on the canal" in talk.site[page]
    assert talk.forge.list_files("submissions") == []
    assert talk.forge.look(name).revision is None


def test_a_branch_that_somebody_removed_is_opened_anew_and_read_once_more(talk: Conversation):
    """An approval binds to the commit that was read; another one is not merged by it."""
    name = talk.submit(title="Rain")
    talk.work()
    talk.approve(name, revise=False)
    talk.forge.close(name)
    talk.forge.apply({"content/stories/zz/zzzz.md": "another\n"}, "Another\n")
    talk.work()

    seen = talk.see(name)
    assert seen.state is State.IN_REVIEW
    assert seen.revision == talk.forge.look(name).revision
    assert talk.forge.list_files("submissions") == []


def test_an_approval_of_another_revision_goes_back_to_review(talk: Conversation):
    """Nothing is merged; the moderator sees it again, with the revision that is there now."""
    name = talk.submit(title="Rain")
    talk.work()
    talk.store.change(
        name,
        expected=State.IN_REVIEW,
        after=State.APPROVED,
        jobs=[NewJob("merge", name, {"revision": "0" * 40})],
        now=talk.now,
    )
    talk.work()

    seen = talk.see(name)
    assert seen.state is State.IN_REVIEW
    assert seen.revision == talk.forge.look(name).revision
    last = talk.store.decisions(name)[-1]
    assert (last.action, last.by) == ("back-to-review", "waymark")
    assert talk.forge.list_files("submissions") == []


def test_a_moderators_details_are_merged_with_the_text_they_read(talk: Conversation):
    """Details given with the approval are in the file; the earlier proposal is not merged."""
    name = talk.submit(title="my own title", gist="my own line")
    talk.work()
    talk.approve(name, title="A better title", gist="A better line")
    talk.work()

    (text,) = talk.site.values()
    assert "title: A better title" in text
    assert "gist: A better line" in text


def test_a_declined_submission_leaves_nothing_in_the_forge(talk: Conversation):
    name = talk.submit()
    talk.work()
    talk.decline(name)
    talk.work()

    assert talk.state(name) is State.DECLINED
    assert talk.forge.look(name).status is Status.ABSENT


def test_an_answer_brings_the_proposal_up_to_date(talk: Conversation):
    """Asked, answered with a new text: one proposal, holding the new one."""
    name = talk.submit()
    talk.work()
    before = talk.see(name).revision
    talk.ask(name)
    talk.answer(name, "It rained on the river.")
    talk.work()

    seen = talk.see(name)
    assert seen.state is State.IN_REVIEW
    assert seen.revision == talk.forge.look(name).revision != before
    talk.approve(name)
    talk.work()
    (text,) = talk.site.values()
    assert "on the river" in text
    assert "canal" not in text


def test_asked_before_it_was_proposed_it_is_proposed_and_still_asked(talk: Conversation):
    """A late propose job does not take the question back."""
    name = talk.submit()
    talk.work()
    talk.ask(name)
    talk.store.add_job(NewJob("propose", name), talk.now)
    talk.work()

    assert talk.state(name) is State.ASKED


def test_taken_back_before_it_was_proposed_it_never_is(talk: Conversation):
    name = talk.submit()
    talk.withdraw(name)
    talk.work()

    assert talk.forge.look(name).status is Status.ABSENT
    assert talk.state(name) is State.WITHDRAWN


def test_taken_back_in_review_its_branch_is_gone(talk: Conversation):
    name = talk.submit()
    talk.work()
    talk.withdraw(name)
    talk.work()

    assert talk.forge.look(name).status is Status.ABSENT


def test_taken_back_while_it_waits_for_publication_it_is_removed_without_a_notice(
    talk: Conversation,
):
    """Nobody ever saw it, so there is nothing to say."""
    name = talk.submit()
    talk.work()
    talk.approve(name)
    talk.worker().run_once()  # merged; the site was not published yet
    assert talk.forge.list_files("submissions") != []
    talk.withdraw(name)
    talk.work()

    assert talk.forge.list_files("submissions") == []
    assert talk.site == {}


def test_taken_back_after_publication_a_short_notice_stands_in_its_place(talk: Conversation):
    """The page is gone from the site; the notice tells only that it was there, and when it left."""
    name = talk.submit(lang="nl")
    other = talk.submit()
    talk.work()
    for each in (name, other):
        talk.approve(each)
    talk.work()
    talk.now += timedelta(days=10)
    talk.withdraw(name)
    talk.work()

    notice = f"notices/{name[:2]}/{name}.yaml"
    assert set(talk.site) == {notice, f"stories/{other[:2]}/{other}.md"}
    assert parse_notice(talk.site[notice], notice) == Notice(name, "story", "nl", "2026-12")
    assert TEXT not in talk.site[notice]
    assert talk.state(name) is State.WITHDRAWN


def test_a_notice_speaks_the_language_that_a_moderator_gave_the_page(talk: Conversation):
    name = talk.submit(lang="en")
    talk.work()
    talk.approve(name, lang="nl")
    talk.work()
    talk.withdraw(name)
    talk.work()

    (path,) = talk.site
    assert parse_notice(talk.site[path], path).lang == "nl"


def test_taking_back_twice_is_fine(talk: Conversation):
    name = talk.submit()
    talk.work()
    talk.approve(name)
    talk.work()
    talk.withdraw(name)
    talk.work()
    head, site = talk.forge.head(), talk.site

    talk.store.add_job(NewJob("withdraw", name), talk.now)
    talk.work()

    assert (talk.forge.head(), talk.site) == (head, site)


def test_jobs_of_nobody_and_of_what_is_decided_do_nothing(talk: Conversation):
    """Old jobs may come at any time, in any order."""
    name = talk.submit()
    talk.work()
    talk.approve(name)
    talk.work()
    head = talk.forge.head()

    for kind in ("propose", "revise", "close", "withdraw", "merge"):
        talk.store.add_job(NewJob(kind, name, {"revision": "0" * 40}), talk.now)
        talk.store.add_job(NewJob(kind, None, key=kind), talk.now)
        talk.work()

    assert talk.forge.head() == head
    assert talk.state(name) is State.PUBLISHED


def test_a_forge_that_is_down_holds_things_up_and_loses_nothing(store, vocabulary, tmp_path):
    """Submitted and approved meanwhile; when it is back, everything arrives."""
    forge = FakeForge()
    talk = Conversation(store, forge, vocabulary, tmp_path / "site")
    first = talk.submit()
    talk.work()
    forge.is_down = True
    second = talk.submit(text="The second one.")
    talk.approve(first)
    for _ in range(4):
        while talk.worker().run_once():
            pass
        talk.now += timedelta(minutes=20)

    assert (talk.state(first), talk.state(second)) == (State.APPROVED, State.RECEIVED)
    assert {job.kind for job in store.stuck()} == {"merge", "propose"}
    assert {job.last_error for job in store.stuck()} == {"The forge is down. Wait a while."}

    forge.is_down = False
    talk.work()

    assert (talk.state(first), talk.state(second)) == (State.PUBLISHED, State.IN_REVIEW)
    assert store.stuck() == []
