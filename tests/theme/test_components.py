"""Every component: a macro, a README with an example, and examples that render soundly."""

from __future__ import annotations

import pytest

from tests.theme.promises import broken_promises
from tests.theme.reading import read_part, text_of
from tests.theme.samples import ROOT, TEMPLATES

MACROS = {"help": "help_lines"}
COMPONENTS = sorted(path.name for path in (TEMPLATES / "components").iterdir())


@pytest.mark.parametrize("name", COMPONENTS)
def test_a_component_has_a_macro_a_readme_and_examples(name):
    folder = TEMPLATES / "components" / name
    macro = (folder / f"{name}.html").read_text(encoding="utf-8")
    readme = (folder / "README.md").read_text(encoding="utf-8")
    examples = (folder / "examples.html").read_text(encoding="utf-8")
    assert f"{{% macro {MACROS.get(name, name.replace('-', '_'))}(" in macro
    assert readme.startswith(f"# {name}\n")
    assert f"components/{name}/{name}.html" in readme
    assert f"components/{name}/{name}.html" in examples


@pytest.mark.parametrize("name", COMPONENTS)
def test_examples_are_sound(name, theme):
    part = read_part(theme.render(f"components/{name}/examples.html", sample=theme.sample()))
    assert text_of(part)
    assert list(broken_promises(part)) == []


@pytest.mark.parametrize("name", COMPONENTS)
def test_every_class_is_known_to_the_stylesheet_or_a_hook(name, theme):
    """A class that nothing styles is a slip of the pen."""
    folder = ROOT / "theme" / "static" / "css"
    css = "".join(path.read_text(encoding="utf-8") for path in folder.glob("*.css"))
    part = read_part(theme.render(f"components/{name}/examples.html", sample=theme.sample()))
    used = {c for element in part.iter() for c in element.get("class", "").split()}
    blocks = {one.partition("__")[0].partition("--")[0] for one in used}
    assert blocks, "a component carries a class of its own"
    assert {block for block in blocks if f".{block}" not in css} == set()


def test_text_given_to_a_component_is_never_markup(theme):
    html = theme.environment.from_string(
        '{% from "components/facts/facts.html" import facts %}'
        '{% from "components/tag/tag.html" import tag %}'
        "{{ facts([(name, value)]) }}{{ tag(value) }}"
    ).render(name="<b>", value="<script>x</script>")
    assert "<script" not in html
    assert "<b>" not in html
