// The page of the reader's own toolbox. Every change is made to what the device holds at that
// moment, so that two tabs never undo each other, and is shown again from there.
import { device, Refused, whenChangedElsewhere } from "./device.js";
import { readFile, save, saveTools } from "./toolbox-file.js";
import { add, asKept, merge, MOST_TOOLS, move, readTools, takeOut, write } from "./toolbox.js";

const NAME = "toolbox";
const UNSAVED = "data-unsaved";
const site = new URL("../../", import.meta.url);
const page = document.querySelector("[data-toolbox]");
const part = (name) => page.querySelector(`[data-${name}]`);
const list = part("tools");
const template = document.getElementById("tool");
const NAMELESS = template.content.querySelector("[data-title]").textContent;
const words = page.dataset;
let onSite = null; // the addresses of all entries, once known
let undo = null;

page.hidden = false;
part("import").addEventListener("change", importFile);
part("export").addEventListener("click", () => saveTools(now().tools));
part("save-raw").addEventListener("click", () => save(device.text(NAME)));
part("go-on").addEventListener("click", () => change((tools) => tools));
part("undo").addEventListener("click", putBack);
for (const button of page.querySelectorAll("[data-print]")) button.addEventListener("click", printAs);
prepareErasing();
whenChangedElsewhere(NAME, () => show(document.activeElement));
show();
lookWhatIsGone();

// ---- What is kept

function now() {
  const value = device.value(NAME);
  return value === null ? { tools: [], isWhole: true } : readTools(value);
}

// Returns whether it could be kept; if not, the page says why and shows what is still there.
function change(how) {
  try {
    const tools = how(now().tools);
    if (tools.length) device.save(NAME, asKept(tools));
    else device.erase(NAME);
    show();
    return true;
  } catch (problem) {
    if (!(problem instanceof Refused)) throw problem;
    show();
    say(words[problem.reason]);
    return false;
  }
}

// ---- Showing

// `writing` is a field that keeps its words although another tab may have changed them.
function show(writing = null) {
  const { tools, isWhole } = now();
  part("unreadable").hidden = isWhole;
  part("empty").hidden = tools.length > 0 || !isWhole;
  for (const acts of page.querySelectorAll("[data-acts]")) acts.hidden = !tools.length;
  const old = new Map([...list.children].map((item) => [item.dataset.id, item]));
  const items = tools.map((tool, i) => fill(old.get(tool.id) ?? make(tool), tool, i, tools.length, writing));
  for (const [id, item] of old) if (!tools.some((tool) => tool.id === id)) item.remove();
  // Only what moved is moved, so that whoever is writing keeps their place.
  items.forEach((item, i) => { if (list.children[i] !== item) list.insertBefore(item, list.children[i] ?? null); });
}

function make(tool) {
  const item = template.content.firstElementChild.cloneNode(true);
  const find = (name) => item.querySelector(`[data-${name}]`);
  item.dataset.id = tool.id;
  find("note").id = `note-${tool.id}`;
  find("label").htmlFor = find("note").id;
  find("note").addEventListener("input", ({ target }) => {
    item.setAttribute(UNSAVED, "");
    if (change((tools) => write(tools, tool.id, target.value))) item.removeAttribute(UNSAVED);
  });
  find("up").addEventListener("click", ({ currentTarget }) => step(tool, -1, currentTarget));
  find("down").addEventListener("click", ({ currentTarget }) => step(tool, 1, currentTarget));
  find("out").addEventListener("click", () => out(tool.id));
  return item;
}

function fill(item, tool, place, total, writing) {
  const find = (name) => item.querySelector(`[data-${name}]`);
  const isGone = onSite !== null && !onSite.has(tool.path);
  const link = find("title");
  // What its writer took back is not shown on; the reader's own note is.
  link.textContent = isGone ? NAMELESS : tool.title;
  link.lang = isGone ? document.documentElement.lang : tool.lang;
  link.href = new URL(tool.path.slice(1), site);
  find("small").textContent = isGone ? "" : tool.small;
  find("small").lang = tool.lang;
  find("gone").hidden = !isGone;
  // Words that could not be kept stay in their field too.
  const note = find("note");
  if (!item.hasAttribute(UNSAVED) && note !== writing && note.value !== tool.note) {
    note.value = tool.note;
  }
  find("written").textContent = tool.note;
  for (const name of item.querySelectorAll("[data-name]")) name.textContent = link.textContent;
  find("up").setAttribute("aria-disabled", place === 0);
  find("down").setAttribute("aria-disabled", place === total - 1);
  return item;
}

// The list is the same for everybody, so asking for it tells nobody what is kept here.
async function lookWhatIsGone() {
  if (!now().tools.length) return;
  try {
    const { pages } = await (await fetch(new URL("offline.json", site), { cache: "no-cache" })).json();
    onSite = new Set(Object.keys(pages));
    show();
  } catch {
    // Without a network, what is kept is shown as it was.
  }
}

// ---- Changing

function step(tool, by, button) {
  if (!change((tools) => move(tools, tool.id, by))) return;
  const place = now().tools.findIndex(({ id }) => id === tool.id) + 1;
  say(words.moved.replace("{title}", tool.title).replace("{n}", place));
  button.focus();
}

function out(id) {
  const { tools } = now();
  const at = tools.findIndex((tool) => tool.id === id);
  if (!change((all) => takeOut(all, id))) return;
  undo = { tool: tools[at], at };
  say(words.out.replace("{title}", tools[at].title));
  part("undo").hidden = false;
  part("undo").querySelector("button").focus();
}

function putBack() {
  const { tool, at } = undo;
  if (!change((tools) => add(tools, tool, at))) return;
  say(words.back);
  list.querySelector(`[data-id="${tool.id}"] a`).focus();
}

async function importFile({ target }) {
  const [file] = target.files;
  if (!file) return;
  const { tools, problem } = await readFile(file);
  target.value = "";
  if (problem) return say(words[problem]);
  const here = now().tools;
  const all = merge(here, tools);
  if (all === null) return say(words.tooLong);
  if (all.length > MOST_TOOLS) return say(words.most.replace("{n}", MOST_TOOLS));
  if (!change(() => all)) return;
  const added = all.length - here.length;
  say(words.added.replace("{new}", added).replace("{old}", tools.length - added));
  lookWhatIsGone();
}

function prepareErasing() {
  const sure = part("sure");
  const ask = (isAsked) => { sure.hidden = !isAsked; part("erase").hidden = isAsked; };
  part("erase").addEventListener("click", () => { ask(true); part("no").focus(); });
  part("no").addEventListener("click", () => { ask(false); part("erase").focus(); });
  part("yes").addEventListener("click", () => {
    device.erase(NAME);
    ask(false);
    show();
    say(words.erased);
    part("empty").querySelector("a").focus();
  });
}

function printAs({ currentTarget }) {
  document.documentElement.dataset.print = currentTarget.dataset.print;
  addEventListener("afterprint", () => { delete document.documentElement.dataset.print; }, { once: true });
  print();
}

function say(text) {
  part("undo").hidden = true;
  part("said").textContent = text;
}
