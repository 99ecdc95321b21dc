// What a reader means by what they typed: slips of the finger mended, everyday sayings understood.
// Pure: text and a word list in, plain values out. The list is made by waymark/publish/word_list.py.
const MOST_WORDS = 12;
const LONGEST = 40; // the rest of a longer word is left out
const SHORTEST = 4; // a shorter word is never mended: too many others are one slip away
const LONG = 7; // from here on two slips may be mended
const STRAY = 2; // how many other words may stand between those of a saying
// Endings that a word may have grown since it was written in an entry, the longest first.
const ENDINGS = {
  en: ["ing", "ness", "ed", "er", "es", "ly", "s", "d", "y"],
  nl: ["jes", "ing", "en", "de", "te", "er", "je", "st", "s", "e", "t"],
};

// Returns the words of a text in small letters without marks, as `plain_words` does in Python.
export function plainWords(text) {
  const bare = text.toLowerCase().replace(/['’ʼ`´]/g, "").normalize("NFD").replace(/\p{M}/gu, "");
  return (bare.match(/[\p{L}\p{N}]+/gu) ?? []).map((word) => word.slice(0, LONGEST));
}

// Unpacks a word list; without one, nothing is mended and no saying is known.
export function readList(packed, lang) {
  const often = unpack(packed?.often ?? "");
  const seldom = unpack(packed?.seldom ?? "");
  const synonyms = (packed?.synonyms ?? []).flatMap(([say, words, topics]) =>
    say.map((one) => ({ say: one.split(" "), words, topics })));
  const common = new Set(packed?.common ?? []);
  const said = synonyms.flatMap(({ say, words }) => [...say, ...words.flatMap(plainWords)]);
  return {
    endings: ENDINGS[lang] ?? [],
    often: new Set(often),
    common,
    synonyms,
    indexed: [...often, ...seldom, ...common].sort(),
    all: [...new Set([...often, ...seldom, ...common, ...said])].sort(),
    isWhole: packed?.whole ?? false,
    index: packed?.index ?? "",
    isEmpty: !packed,
  };
}

// Returns what is to be looked for:
//   words: what was typed, mended; plain words in order
//   telling: those of them that stand in entries and say what it is about
//   mended: [{ from, to }]
//   also: words of the sayings found in it              topics: topics of those sayings
//   exact: the text between quotes, when all of it was quoted; nothing is mended then
//   isCut: whether there was more than is looked for
export function understand(query, list) {
  const quoted = /^["“„](.*\S.*)["”]$/s.exec(query.trim());
  const typed = plainWords(query);
  const words = typed.slice(0, MOST_WORDS);
  const meant = {
    words, telling: words, mended: [], also: [], topics: [], exact: "",
    isCut: typed.length > MOST_WORDS,
  };
  if (quoted) return { ...meant, exact: words.join(" ") };
  if (list.isEmpty) return meant;
  meant.words = words.map((word) => mend(word, list));
  words.forEach((from, i) => {
    if (from !== meant.words[i]) meant.mended.push({ from, to: meant.words[i] });
  });
  const indexed = meant.words.filter((word) => mayBeIndexed(word, list));
  const telling = indexed.filter((word) => !list.common.has(word));
  meant.telling = telling.length ? telling : indexed;
  for (const { say, words: also, topics } of list.synonyms) {
    if (!isSaid(say, meant.words, list)) continue;
    meant.also = [...new Set([...meant.also, ...also.filter((one) => isNew(one, meant, list))])];
    meant.topics = [...new Set([...meant.topics, ...topics])];
  }
  return meant;
}

function unpack(packed) {
  let before = "";
  return [...packed.matchAll(/(\d)(\D*)/g)].map(([, shared, rest]) => {
    before = before.slice(0, shared) + rest;
    return before;
  });
}

function mend(word, list) {
  if (word.length < SHORTEST || word.length > 20 || !/^[a-z]+$/.test(word)) return word;
  if (knows(word, list.all, list)) return word;
  const slips = word.length >= LONG ? 2 : 1;
  return nearest(word, slips, list) ?? nearestGrown(word, slips, list) ?? word;
}

// Pagefind answers a word that stands nowhere with words that merely begin like it: it is not asked.
function mayBeIndexed(word, list) {
  return !list.isWhole || /\d/.test(word) || knows(word, list.indexed, list);
}

function knows(word, sorted, list) {
  return isBeginning(word, sorted) || roots(word, list).some((root) => (
    root.length < SHORTEST ? has(root, sorted) : isBeginning(root, sorted)));
}

// Whether these words stand in entries and are not looked for already.
function isNew(text, meant, list) {
  const words = plainWords(text);
  const isAsked = (word) => meant.telling.some((asked) => isSame(word, asked, list));
  return words.every((word) => mayBeIndexed(word, list)) && !words.every(isAsked);
}

// Whether a word of the sorted list begins like this one: the reader may still be typing.
function isBeginning(word, sorted) {
  return sorted[place(word, sorted)]?.startsWith(word) ?? false;
}

function has(word, sorted) {
  return sorted[place(word, sorted)] === word;
}

function place(word, sorted) {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] < word) low = middle + 1;
    else high = middle;
  }
  return low;
}

function roots(word, { endings }) {
  return endings
    .filter((end) => word.endsWith(end) && word.length - end.length >= 3)
    .flatMap((end) => {
      const root = word.slice(0, -end.length);
      // "running" and "pakken" double the last letter; "hoping" lost an e.
      return root.at(-1) === root.at(-2) ? [root, root.slice(0, -1)] : [root, `${root}e`];
    });
}

function nearest(word, slips, list) {
  let best = null;
  let bestCost = Infinity;
  for (const other of list.all) {
    if (other.length < SHORTEST - 1 || Math.abs(other.length - word.length) > slips) continue;
    const apart = distance(word, other, slips);
    if (apart > slips) continue;
    // Of two that are as near, people mean the one that begins alike and is used more often.
    const cost = apart + (other[0] === word[0] ? 0 : 0.6) + (list.often.has(other) ? 0 : 0.3);
    if (cost < bestCost) [best, bestCost] = [other, cost];
  }
  return best;
}

// "sleepign" is "sleeping", though entries only say "sleep".
function nearestGrown(word, slips, list) {
  for (const end of list.endings) {
    for (const other of list.often) {
      const grown = other + end;
      if (Math.abs(grown.length - word.length) > 1 || grown[0] !== word[0]) continue;
      if (distance(word, grown, slips) <= 1) return other;
    }
  }
  return null;
}

// How many letters were left out, put in, changed, or swapped with their neighbour ("optimal
// string alignment"); more than `most` is answered as soon as it is certain.
function distance(a, b, most) {
  let older = [];
  let old = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    let least = i;
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      row[j] = Math.min(old[j] + 1, row[j - 1] + 1, old[j - 1] + same);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        row[j] = Math.min(row[j], older[j - 2] + 1);
      }
      least = Math.min(least, row[j]);
    }
    if (least > most) return least;
    older = old;
    old = row;
  }
  return old[b.length];
}

// Whether the words of a saying stand in what was typed, in order and close together.
function isSaid(say, words, list) {
  return words.some((_, start) => {
    let at = start;
    for (let i = 0; i < say.length; i += 1) {
      const until = i === 0 ? start : Math.min(words.length - 1, at + STRAY);
      while (at <= until && !isSame(say[i], words[at], list)) at += 1;
      if (at > until) return false;
      at += 1;
    }
    return true;
  });
}

function isSame(one, other, list) {
  return one === other || (other?.length >= SHORTEST && one.length >= SHORTEST
    && (roots(one, list).includes(other) || roots(other, list).includes(one)));
}
