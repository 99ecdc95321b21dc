// Search that runs on the reader's own device, with Pagefind's index and a small interface of ours.
// What is typed stays here: it is in no address and no request carries it.
const form = document.querySelector("[data-search]");
const input = form.querySelector("input[type=search]");
const status = document.querySelector("[data-search-status]");
const said = document.querySelector("[data-search-said]");
const list = document.querySelector("[data-search-results]");
const words = status.dataset;
const PAUSE = 40;
const QUIET = 700; // so that a screen reader hears the count once, not with every letter
const MOST = 10;
const LONGEST = 200;
let engine = null;
let loads = 0;
let asked = 0;
let pause = 0;
let quiet = 0;

form.hidden = false;
form.addEventListener("submit", (event) => { event.preventDefault(); soon(); });
form.addEventListener("input", soon);
input.addEventListener("focus", () => load().catch(() => {}), { once: true });
document.addEventListener("keydown", (event) => {
  const isTyping = event.target.closest?.("input:not([type=radio]), textarea, select");
  if (event.key === "/" && !isTyping && !event.ctrlKey && !event.metaKey && !event.altKey) {
    event.preventDefault();
    input.focus();
  }
});
// The browser may bring back what was typed before the page was left.
if (input.value) soon();

function load() {
  const address = new URL(`${form.dataset.bundle}pagefind.js`, location.href);
  if (loads) address.searchParams.set("again", loads);
  engine ??= import(address)
    .then(async (found) => { await found.init(); return found; })
    .catch((problem) => { engine = null; throw problem; });
  return engine;
}

function soon() {
  clearTimeout(pause);
  pause = setTimeout(look, PAUSE);
}

async function look() {
  const mine = ++asked;
  const query = input.value.trim().slice(0, LONGEST);
  if (!query) return show([], "");
  try {
    // A new site may have been published while this page was open: its index has other names, so
    // the first failure is answered by loading the engine afresh.
    const { first, total } = await find(query).catch(() => {
      engine = null;
      loads += 1;
      return find(query);
    });
    if (mine === asked) show(first, count(total));
  } catch {
    if (mine === asked) show([], words.failed);
  }
}

async function find(query) {
  const search = await load();
  const kind = form.elements.kind.value;
  const found = await search.search(query, kind ? { filters: { kind } } : {});
  const first = await Promise.all(found.results.slice(0, MOST).map((result) => result.data()));
  return { first, total: found.results.length };
}

function count(number) {
  if (number === 0) return words.none;
  if (number === 1) return words.one;
  return (number > MOST ? words.first : words.many).replace("{n}", number);
}

function show(results, message) {
  list.replaceChildren(...results.map(item));
  status.textContent = message;
  clearTimeout(quiet);
  quiet = setTimeout(() => { said.textContent = message; }, QUIET);
}

function item({ url, meta, excerpt }) {
  const line = document.createElement("li");
  const link = document.createElement("a");
  link.href = url;
  link.textContent = meta.title;
  const text = paragraph("");
  // Pagefind escapes the text of the page and adds only <mark>.
  text.innerHTML = excerpt;
  if (meta.kind) line.append(paragraph(meta.kind, "wm-search__kind"));
  line.append(link);
  if (meta.notes) line.append(paragraph(meta.notes, "wm-card__notes"));
  line.append(text);
  return line;
}

function paragraph(text, className = "") {
  const made = document.createElement("p");
  made.textContent = text;
  made.className = className;
  return made;
}
