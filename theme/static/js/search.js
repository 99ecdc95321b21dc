// Search that runs on the reader's own device, with Pagefind's index and a small interface of ours.
// What is typed stays here: it is in no address and no request carries it.
const form = document.querySelector("[data-search]");
const input = form.querySelector("input[type=search]");
const status = document.querySelector("[data-search-status]");
const list = document.querySelector("[data-search-results]");
const words = status.dataset;
const PAUSE = 40;
const MOST = 10;
let engine = null;
let asked = 0;
let timer = 0;

form.hidden = false;
form.addEventListener("submit", (event) => event.preventDefault());
input.addEventListener("focus", load, { once: true });
input.addEventListener("input", soon);
form.addEventListener("change", soon);
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
  if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    input.focus();
  }
});

async function load() {
  engine ??= import(new URL(`${form.dataset.bundle}pagefind.js`, location.href)).then(async (found) => {
    await found.init();
    return found;
  });
  return engine;
}

function soon() {
  clearTimeout(timer);
  timer = setTimeout(look, PAUSE);
}

async function look() {
  const mine = ++asked;
  const query = input.value.trim().slice(0, 200);
  if (!query) return show([], "");
  try {
    const search = await load();
    const kind = form.elements.kind.value;
    const found = await search.search(query, kind ? { filters: { kind } } : {});
    const first = await Promise.all(found.results.slice(0, MOST).map((result) => result.data()));
    if (mine !== asked) return;
    const count = found.results.length;
    show(first, count === 0 ? words.none : count === 1 ? words.one : words.many.replace("{n}", count));
  } catch {
    engine = null;
    if (mine === asked) show([], words.failed);
  }
}

function show(results, message) {
  status.textContent = message;
  list.replaceChildren(...results.map(item));
}

function item(result) {
  const line = document.createElement("li");
  const link = document.createElement("a");
  link.href = result.url;
  link.textContent = result.meta.title;
  line.append(link);
  if (result.meta.notes) line.append(paragraph(result.meta.notes));
  const excerpt = paragraph("");
  // Pagefind escapes the text of the page and adds only <mark>.
  excerpt.innerHTML = result.excerpt;
  line.append(excerpt);
  return line;
}

function paragraph(text) {
  const made = document.createElement("p");
  made.textContent = text;
  return made;
}
