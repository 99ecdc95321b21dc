// Search itself, on the reader's own device: Pagefind's index, a word list, and what they find
// put in one order. What is looked for is in no address and in no request.
import { readList, understand } from "./search-words.js";

const BASE = 60; // reciprocal rank fusion (Cormack, Clarke and Buettcher, 2009)
const TOPIC = 0.7; // what belongs to a topic counts a little less than what has the words
// A word that every page carries in its metadata: with filters alone, Pagefind would fetch all of its
// index. It comes last in the alphabet, where the piece of the index is the smallest.
const EVERY = "zzall";
const FACETS = ["kind", "topic", "energy", "notes"];
let loads = 0;

// Loads everything that one language needs. `bundle` is the address of Pagefind's folder.
export async function open(bundle, lang) {
  const address = new URL(`${bundle}pagefind.js`, location.href);
  // After a failure the browser would give the same module again, or the same failure.
  if (loads) address.searchParams.set("again", loads);
  loads += 1;
  const [pagefind, packed] = await Promise.all([import(address), loadList(bundle, lang)]);
  const finder = inLanguage(lang, () => pagefind.createInstance({ noWorker: true }));
  await finder.init();
  return new Engine(finder, readList(packed, lang), lang, bundle);
}

// Without the list search still finds words and their stems.
async function loadList(bundle, lang) {
  try {
    const answer = await fetch(`${bundle}words.${lang}.json`, { cache: "no-cache" });
    return answer.ok ? await answer.json() : null;
  } catch {
    return null;
  }
}

// Pagefind takes the language from the page at the moment it is made, and has no other way.
function inLanguage(lang, make) {
  const root = document.documentElement;
  const own = root.lang;
  root.lang = lang;
  try {
    return make();
  } finally {
    root.lang = own;
  }
}

class Engine {
  #finder;
  #list;
  #lang;
  #bundle;
  #members = new Map();

  constructor(finder, list, lang, bundle) {
    this.#finder = finder;
    this.#list = list;
    this.#lang = lang;
    this.#bundle = bundle;
  }

  // Whether a new site was published since: Pagefind finds nothing then, and says nothing of it.
  async isOld() {
    if (!this.#list.index) return false;
    try {
      const answer = await fetch(`${this.#bundle}pagefind-entry.json`, { cache: "no-cache" });
      const { languages } = await answer.json();
      return languages[this.#lang]?.hash !== this.#list.index;
    } catch {
      return false; // without a network, what was found stands
    }
  }

  // Returns what was meant (see `understand`) and what was found, the best first:
  // [{ id, score, read() }], where `read` gives a result as it is to be shown.
  async search(query, { asTyped = false } = {}) {
    const list = asTyped ? readList(null, this.#lang) : this.#list;
    const meant = understand(query, list);
    const found = new Fusion();
    if (meant.exact) {
      found.add(await this.#ask(`"${meant.exact}"`));
      return { meant, found: found.inOrder() };
    }
    // A single letter is in every entry: the reader has only begun.
    if (meant.words.join("").length < 2) return { meant, found: [] };
    const own = meant.telling.length ? await this.#ask(meant.telling.join(" ")) : [];
    found.add(own);
    if (!own.length && meant.telling.length > 1) {
      for (const word of meant.telling.filter(isLong)) found.add(await this.#ask(word));
    }
    for (const words of meant.also) found.add(await this.#ask(words));
    const belonging = await Promise.all(meant.topics.map((topic) => this.#ask(EVERY, { topic })));
    for (const results of belonging) found.add(results, TOPIC);
    const topics = meant.topics.filter((_, i) => belonging[i].length);
    return { meant: { ...meant, topics }, found: found.inOrder() };
  }

  // Returns, for each facet, which entries have which value: { kind: Map(value -> Set(id)) }.
  async members() {
    const values = this.#members.size ? {} : await this.#finder.filters();
    for (const facet of FACETS.filter((name) => values[name])) {
      const byValue = new Map();
      for (const value of Object.keys(values[facet])) {
        const found = await this.#ask(EVERY, { [facet]: value });
        byValue.set(value, new Set(found.map(({ id }) => id)));
      }
      this.#members.set(facet, byValue);
    }
    return this.#members;
  }

  async #ask(words, filters = {}) {
    const { results } = await this.#finder.search(words, { filters });
    return results.map(({ id, data }) => ({ id, read: async () => shown(await data(), this.#lang) }));
  }
}

function isLong(word) {
  return word.length > 3;
}

class Fusion {
  #found = new Map();

  add(results, weight = 1) {
    results.forEach((result, place) => {
      const known = this.#found.get(result.id) ?? { ...result, score: 0 };
      known.score += weight / (BASE + place + 1);
      this.#found.set(result.id, known);
    });
  }

  inOrder() {
    return [...this.#found.values()].sort((one, other) => other.score - one.score);
  }
}

// Pagefind changes what `data` gave at the next search, so what is shown is taken out at once.
function shown({ url, meta, filters, excerpt, sub_results: sections }, lang) {
  const notes = filters.notes ?? [];
  return {
    url,
    title: meta.title ?? url,
    kind: meta.kind ?? "",
    said: meta.notes ?? "",
    entry: meta.entry ?? "",
    isExample: "example" in meta,
    lang,
    notes,
    gist: meta.gist ?? "",
    // A passage that somebody may not want to meet today is not shown out of its place.
    excerpt: notes.length ? [] : marked(excerpt),
    sections: sections.filter((one) => one.anchor).map((one) => ({
      url: one.url,
      title: one.title,
      // Pagefind begins the text below a heading with the heading.
      excerpt: notes.length ? [] : marked(one.excerpt.replace(`${one.title}. `, "")),
    })),
  };
}

// Pagefind gives text with `<mark>` and with `<` and `>` written out; here it becomes plain pieces,
// of which every second one is marked.
function marked(excerpt) {
  return excerpt
    .split(/<\/?mark>/)
    .map((piece) => piece.replaceAll("&lt;", "<").replaceAll("&gt;", ">"));
}
