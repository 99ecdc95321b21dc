"""A review repository may be a copy of a whole checkout: then one folder holds everything."""

from __future__ import annotations

from tests.fakes import FakeForge
from waymark.community import load_community
from waymark.publish import check_content, plain_build
from waymark.publish.promoting import sync
from waymark.settings import ROOT, Settings


def test_pages_and_entries_of_one_folder_are_built_once(tmp_path):
    """What is on the main branch is the site, and no entry is there twice."""
    home = tmp_path / "var"
    settings = Settings.from_environment(
        {"WAYMARK_HOME": str(home), "WAYMARK_CONTENT": str(home / "published")}
    )
    forge = FakeForge()
    files = {
        path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8")
        for path in (ROOT / "content").rglob("*.md")
    }
    forge.commits[forge.main] = files
    sync(forge, settings.published)

    assert settings.content_roots == (settings.published,)
    assert check_content(settings, load_community(settings.community)) == []
    plain_build(settings, tmp_path / "site")

    story = next(path for path in files if path.startswith("content/stories/"))
    name = story.rsplit("/", 1)[-1].removesuffix(".md")
    assert (tmp_path / "site" / "stories" / name / "index.html").is_file()
    assert (tmp_path / "site" / "index.html").is_file()
