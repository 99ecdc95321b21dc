// "Hide entries that mention ...": where a hidden entry would stand, a line says so and offers it.
import { choices } from "./choices.js";

const HIDDEN = "data-covered";
const PARTS_OF_AN_ENTRY = ".wm-entry ~ .wm-after-heavy, .wm-entry ~ .wm-responses";

// Covers every entry below `root` that the reader asked to hide, and uncovers all others. An entry
// is an element with `data-notes`. "Show anyway" is for this visit to this page and is not kept.
export function cover(root = document) {
  const { hide } = choices();
  for (const entry of root.querySelectorAll("[data-notes]")) {
    const noted = entry.dataset.notes.split(" ");
    const isWanted = "shown" in entry.dataset || !hide.some((note) => noted.includes(note));
    if (isWanted) uncover(entry);
    else if (!hasLine(entry)) entry.before(line(entry));
    entry.toggleAttribute(HIDDEN, !isWanted);
    if (entry.matches(".wm-entry")) together(entry, !isWanted);
  }
}

// What stands around an entry goes with it: answers repeat what it is about.
function together(entry, isHidden) {
  for (const part of document.querySelectorAll(PARTS_OF_AN_ENTRY)) {
    part.toggleAttribute(HIDDEN, isHidden);
  }
}

function line(entry) {
  const template = document.getElementById("hidden-entry");
  const made = template.content.firstElementChild.cloneNode(true);
  // Inside a list only a list item may stand; on an entry's own page a heading is needed.
  const element = document.createElement(entry.localName === "li" ? "li" : "div");
  if (entry.matches(".wm-entry")) asHeading(made.querySelector("p"));
  element.className = made.className;
  element.dataset.line = "";
  element.append(...made.childNodes);
  // The entry itself says in words what it mentions.
  const mentions = entry.querySelector(".wm-entry__notes, .wm-notes, .wm-card__notes")?.textContent.trim();
  if (mentions) element.querySelector("[data-mentions]").textContent = mentions;
  element.querySelector("button").addEventListener("click", () => {
    entry.dataset.shown = "";
    cover();
    (entry.querySelector("h1, h2 a, h3 a, a") ?? entry).focus();
  });
  return element;
}

function asHeading(words) {
  const heading = document.createElement("h1");
  heading.append(...words.childNodes);
  words.replaceWith(heading);
}

function hasLine(entry) {
  return entry.previousElementSibling?.matches("[data-line]");
}

function uncover(entry) {
  if (hasLine(entry)) entry.previousElementSibling.remove();
}
