// Draws what search found. Everything is set as text: nothing that was typed or found is markup.

// Returns a list item for one result (see `shown` in search-engine.js).
export function drawResult(result, words) {
  const line = make("li", "wm-search__result");
  // By these marks what the reader chose to hide is covered, as in every list.
  if (result.entry) line.dataset.entry = result.entry;
  line.dataset.notes = result.notes.join(" ");
  const kind = [result.kind, result.isExample ? words.example : ""].filter(Boolean).join(" · ");
  if (kind) line.append(make("p", "wm-search__kind", kind));
  line.append(link(result.url, result.title, result.lang, "wm-search__title"));
  if (result.said) line.append(make("p", "wm-card__notes", result.said));
  const text = make("p", "wm-search__text");
  text.lang = result.lang;
  // Below a gist, the sections show the passages; an entry with a content note shows none.
  const isTold = result.gist && (result.sections.length || !result.excerpt.length);
  text.append(...(isTold ? [result.gist] : pieces(result.excerpt)));
  line.append(text);
  if (result.sections.length) line.append(sections(result, Number(words.mostSections)));
  return line;
}

// Draws the sentence `words`, in which `{name}` stands for a part: a text, or an element.
export function drawSentence(words, parts) {
  return words.split(/\{(\w+)\}/).map((piece, i) => {
    if (i % 2 === 0) return piece;
    const part = parts[piece];
    if (part instanceof Node) return part;
    // What was typed may run from right to left.
    return make("bdi", "", String(part));
  });
}

export function make(name, className = "", text = "") {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.textContent = text;
  return made;
}

function sections({ sections: found, lang }, most) {
  const list = make("ul", "wm-search__sections");
  for (const { url, title, excerpt } of found.slice(0, most)) {
    const line = make("li");
    const text = make("span", "wm-search__text");
    text.lang = lang;
    text.append(...pieces(excerpt));
    line.append(link(url, title, lang), " ", text);
    list.append(line);
  }
  return list;
}

function link(url, text, lang, className = "") {
  const made = make("a", className, text);
  made.href = url;
  made.lang = lang;
  return made;
}

function pieces(excerpt) {
  return excerpt.map((piece, i) => (i % 2 ? make("mark", "", piece) : piece));
}
