// "This device": every choice, and everything that is remembered, erasable one by one and at once.
import { choices, choose, USUAL } from "./choices.js";
import { device, Refused, tab } from "./device.js";
import { copies, eraseCopies, eraseCopy } from "./offline-copies.js";

const page = document.querySelector("[data-device]");
const list = page.querySelector("[data-remembered]");
const template = document.getElementById("remembered-item");
const words = template.dataset;

page.hidden = false;
page.addEventListener("change", change);
page.querySelector("[data-erase-all]").addEventListener("click", eraseEverything);
addEventListener("storage", show);
addEventListener("pageshow", ({ persisted }) => { if (persisted) show(); });
addEventListener("waymark:choices", show);
show();

// ---- Choosing

function change({ target }) {
  const said = target.closest("section").querySelector("[role=status]");
  try {
    if (target.dataset.hide) choose("hide", wished());
    else if (target.dataset.choice) choose(target.dataset.choice, target.checked);
    else if (target.dataset.exitChoice) choose("exit", target.dataset.exitChoice);
    say(said, page.dataset.saved);
  } catch (problem) {
    if (!(problem instanceof Refused)) throw problem;
    say(said, page.dataset[problem.reason]);
    show();
  }
}

// Notes that this page does not know (another version of the site did) stay chosen.
function wished() {
  const boxes = [...page.querySelectorAll("[data-hide]")];
  const known = boxes.map((box) => box.dataset.hide);
  const kept = choices().hide.filter((note) => !known.includes(note));
  return [...kept, ...boxes.filter((box) => box.checked).map((box) => box.dataset.hide)];
}

// ---- Showing

async function show() {
  const now = choices();
  for (const box of page.querySelectorAll("[data-hide]")) {
    box.checked = now.hide.includes(box.dataset.hide);
  }
  for (const box of page.querySelectorAll("[data-choice]")) box.checked = now[box.dataset.choice];
  for (const one of page.querySelectorAll("[data-exit-choice]")) {
    one.checked = one.dataset.exitChoice === now.exit;
  }
  const items = [...chosen(now), ...kept(), ...(await pages())];
  list.replaceChildren(...items.map(item));
  page.querySelector("[data-nothing]").hidden = items.length > 0;
  page.querySelector("[data-all]").hidden = items.length === 0;
}

function chosen(now) {
  const label = (note) => page.querySelector(`[data-hide="${note}"] + span`)?.textContent ?? note;
  const about = {
    hide: now.hide.map(label).join(", "),
    calm: words.on,
    pause: words.off,
    exit: words[now.exit],
  };
  const found = Object.keys(about)
    .filter((name) => String(now[name]) !== String(USUAL[name]))
    .map((name) => ({ what: words[name], about: about[name], erase: () => choose(name, USUAL[name]) }));
  const isUnreadable = !found.length && device.text("choices") !== null;
  return isUnreadable ? [unreadable()] : found;
}

function unreadable() {
  return { what: words.choices, about: words.unreadable, erase: () => device.erase("choices") };
}

// All else under our name, whoever wrote it: nothing is kept that is not shown here.
function kept() {
  const found = [];
  for (const [shelf, name] of [
    ...device.names().map((name) => [device, name]),
    ...tab.names().map((name) => [tab, name]),
  ]) {
    if (name === "choices") continue;
    found.push({ ...describe(name, shelf.value(name)), erase: () => shelf.erase(name) });
  }
  return found;
}

function describe(name, value) {
  if (name === "toolbox") {
    const { length } = value?.items ?? "";
    return { what: words.toolbox, about: value ? count(words.toolboxAbout, length) : words.unreadable };
  }
  if (name === "heavy") return { what: words.heavy, about: count(words.heavyAbout, Number(value)) };
  return { what: words.draft, about: words.draftAbout };
}

async function pages() {
  return (await copies()).map(({ address, title }) => ({
    what: words.copy,
    about: title || address,
    erase: () => eraseCopy(address),
  }));
}

function item({ what, about, erase }) {
  const made = template.content.firstElementChild.cloneNode(true);
  for (const place of made.querySelectorAll("[data-what]")) place.textContent = what;
  made.querySelector("[data-about]").textContent = about;
  made.querySelector("[data-erase]").addEventListener("click", async () => {
    await erase();
    await show();
    say(document.getElementById("remembered-said"), page.dataset.erased);
    document.getElementById("remembered").focus();
  });
  return made;
}

// ---- Erasing

async function eraseEverything() {
  device.eraseAll();
  tab.eraseAll();
  await eraseCopies();
  dispatchEvent(new Event("waymark:choices"));
  await show();
  say(document.getElementById("remembered-said"), page.dataset.erasedAll);
  document.getElementById("remembered").focus();
}

function say(place, text) {
  for (const other of page.querySelectorAll("[role=status]")) other.textContent = "";
  place.textContent = text;
}

function count(text, number) {
  return text.replace("{n}", Number.isFinite(number) ? number : "?");
}
