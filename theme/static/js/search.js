// The search field and its results, on the search page and in the dialog that `/` or Ctrl K opens.
// What is typed stays on the device: it comes into an address only when the reader copies a link.
import { open } from "./search-engine.js";
import { chosen, clear, count, narrow } from "./search-facets.js";
import { drawResult, drawSentence, make } from "./search-results.js";

const FIRST = 5; // shown as soon as they are there
const PAGE = 10;
const QUIET = 700; // so that a screen reader hears the count once, not with every letter

for (const root of document.querySelectorAll("main [data-search]")) start(root);

// Brings a search to life: `root` is the element of components/search, on the page or in a dialog.
export function start(root) {
  const part = (name) => root.querySelector(`[data-search-${name}]`);
  const form = root.querySelector("form");
  const input = root.querySelector("input[type=search]");
  const [status, said, meantLine, list] = ["status", "said", "meant", "results"].map(part);
  const [more, copy, reset] = ["more", "copy", "reset"].map(part);
  const words = root.dataset;
  const engines = new Map();
  let asTyped = "";
  let most = PAGE;
  let isBusy = false;
  let isAsked = false;
  let quiet = 0;

  for (const unstarted of root.querySelectorAll("[data-search-unstarted]")) unstarted.remove();
  form.addEventListener("input", () => { most = PAGE; look(); });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    await look();
    links()[0]?.focus();
  });
  input.addEventListener("focus", () => engine().catch(() => {}), { once: true });
  root.addEventListener("keydown", walk);
  more.addEventListener("click", async () => {
    const seen = links().length;
    most += PAGE;
    await look();
    links()[seen]?.focus();
  });
  reset.addEventListener("click", () => { clear(form); look(); input.focus(); });
  copy.addEventListener("click", copyLink);

  // A link that a reader copied carries the words behind `#`; they are taken out of the address.
  const given = new URLSearchParams(location.hash.slice(1)).get("q");
  if (given) {
    input.value = given;
    history.replaceState(history.state, "", location.pathname + location.search);
  }
  // The browser may bring back what was typed before the page was left.
  if (input.value) look();
  return { focus: () => { input.focus(); input.select(); } };

  function language() {
    return form.elements.language?.value || document.documentElement.lang;
  }

  function engine() {
    const lang = language();
    if (!engines.has(lang)) {
      const opened = open(words.bundle, lang);
      opened.catch(() => engines.delete(lang));
      engines.set(lang, opened);
    }
    return engines.get(lang);
  }

  // One search at a time; whatever was typed in the meantime comes next.
  async function look() {
    isAsked = true;
    if (isBusy) return;
    isBusy = true;
    list.setAttribute("aria-busy", true);
    while (isAsked) {
      isAsked = false;
      try {
        await once().catch(() => { engines.clear(); return once(); });
      } catch {
        list.replaceChildren();
        tell([], [words.failed]);
      }
    }
    isBusy = false;
    list.removeAttribute("aria-busy");
  }

  async function once() {
    const query = input.value;
    copy.hidden = more.hidden = !query.trim();
    if (!query.trim()) {
      list.replaceChildren();
      return tell([], []);
    }
    const choices = chosen(form);
    reset.hidden = Object.keys(choices).length === 0;
    let search = await engine();
    let { meant, found } = await search.search(query, { asTyped: asTyped === query });
    if (!found.length && meant.words.length && await search.isOld()) {
      engines.clear();
      search = await engine();
      ({ meant, found } = await search.search(query, { asTyped: asTyped === query }));
    }
    const fitting = reset.hidden ? found : narrow(found, choices, await search.members());
    const first = await read(fitting.slice(0, FIRST));
    if (isAsked) return;
    list.replaceChildren(...first.map((result) => drawResult(result, words)));
    more.hidden = fitting.length <= most;
    tell(meanings(meant, query), [counted(fitting.length, meant)]);
    obey();
    list.append(...(await read(fitting.slice(FIRST, most))).map((one) => drawResult(one, words)));
    obey();
    if (!isAsked) count(form, found, choices, await search.members());
  }

  function read(results) {
    return Promise.all(results.map((result) => result.read()));
  }

  // site.js covers what the reader chose not to see.
  function obey() {
    dispatchEvent(new Event("waymark:choices"));
  }

  function counted(number, meant) {
    if (!meant.words.length) return words.empty;
    if (meant.words.join("").length < 2) return "";
    if (number === 0) return words.none;
    if (number === 1) return words.one;
    return (number > most ? words.first : words.many).replace("{n}", number).replace("{m}", most);
  }

  // What was searched, in plain words: mended words, what sayings led to, and what was left out.
  function meanings(meant, query) {
    const lines = [];
    if (meant.mended.length) {
      const instead = make("button", "wm-search__instead");
      instead.type = "button";
      instead.append(...drawSentence(words.instead, { typed: query.trim() }));
      instead.addEventListener("click", () => { asTyped = query; look(); input.focus(); });
      const mended = make("strong", "", mend(query.trim(), meant.mended));
      lines.push([...drawSentence(words.mended, { words: mended }), " ", instead]);
    }
    const typed = meant.words.join(" ");
    const topics = meant.topics.map(topicLabel).filter((name) => name.toLowerCase() !== typed);
    const also = [...meant.also, ...topics];
    if (also.length) lines.push(drawSentence(words.also, { words: also.join(", ") }));
    if (meant.isCut) lines.push([words.cut.replace("{n}", meant.words.length)]);
    return lines;
  }

  // What was typed, as it was written, but for the words that were mended; those are plain letters.
  function mend(query, mended) {
    return mended.reduce((text, { from, to }) => text.replace(new RegExp(from, "i"), to), query);
  }

  function topicLabel(topic) {
    const box = form.querySelector(`[data-facet=topic] input[value="${CSS.escape(topic)}"]`);
    return box?.closest("label").querySelector("[data-label]").textContent ?? topic;
  }

  function tell(lines, counts) {
    meantLine.replaceChildren(...lines.map((line) => {
      const made = make("p");
      made.append(...line);
      return made;
    }));
    status.textContent = counts.join(" ");
    clearTimeout(quiet);
    quiet = setTimeout(() => {
      const heard = [...meantLine.children].map((line) => line.firstChild.textContent
        + (line.querySelector("strong, bdi")?.textContent ?? ""));
      said.textContent = [...heard, status.textContent].join(" ");
    }, QUIET);
  }

  function links() {
    return [...list.querySelectorAll("a")].filter((link) => link.checkVisibility());
  }

  // Arrow keys walk from the field through the results and back; Escape goes to the field.
  function walk(event) {
    const inField = event.target === input;
    if (!inField && !list.contains(event.target)) return;
    const all = links();
    const at = all.indexOf(event.target);
    const to = {
      ArrowDown: all[at + 1],
      ArrowUp: at > 0 ? all[at - 1] : inField ? null : input,
      Home: inField ? null : all[0],
      End: inField ? null : all.at(-1),
      Escape: inField || root.closest("dialog") ? null : input,
    }[event.key];
    if (!to || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    to.focus();
  }

  async function copyLink() {
    const address = new URL(words.page, location.href);
    address.hash = new URLSearchParams({ q: input.value.trim() });
    try {
      await navigator.clipboard.writeText(address.href);
      said.textContent = status.textContent = words.copied;
    } catch {
      const link = make("a", "", address.href);
      link.href = address.href;
      status.replaceChildren(...drawSentence(words.copyYourself, { link }));
    }
  }
}
