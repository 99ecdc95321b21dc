// Says whether words speak of not wanting to live, with the community's own rules of level crisis
// (/form-help.json, made when the site is built). The text is brought into the same form as
// `waymark/checks/normalising.py` brings it; a test compares the two.
const LONGEST = 20000;
const PLAIN = new Map([
  ..."’‘`´ʼ′".split("").map((quote) => [quote, "'"]),
  ..."“”„«»".split("").map((quote) => [quote, '"']),
  ..."–—‑−".split("").map((dash) => [dash, "-"]),
  // Letters of other scripts that look like ours.
  ...pairs("абвеіјкмнорѕтухсԁһԛԝ", "abbeijkmhopstyxcdhqw"),
  ...pairs("αεικνορτυχω", "aeiknoptuxw"),
  ["ı", "i"], ["ø", "o"], ["ł", "l"], ["ß", "ss"], ["æ", "ae"], ["œ", "oe"],
]);
const LOOKS_LIKE = { 0: "o", 1: "i", "!": "i", 3: "e", 4: "a", "@": "a", 5: "s", $: "s" };

function pairs(theirs, ours) {
  return [...theirs].map((letter, place) => [letter, ours[place]]);
}

// Returns a function that says it of a text; `rules` are those of the list.
export function crisisWords({ rules }) {
  const known = rules.map(({ pattern, unless, around }) => ({
    pattern: new RegExp(pattern, "g"),
    unless: unless.map((one) => new RegExp(one)),
    around,
  }));
  return (words) => {
    const text = normalise(words);
    return known.some((rule) => isFound(rule, text));
  };
}

function isFound({ pattern, unless, around }, text) {
  for (const { 0: hit, index } of text.matchAll(pattern)) {
    const end = index + hit.length;
    // Only its own sentence counts.
    const before = text.slice(Math.max(0, index - around), index).split(/[.!?\n]/).at(-1);
    const near = before + hit + text.slice(end, end + around).split(/[.!?\n]/)[0];
    if (!unless.some((one) => one.test(near))) return true;
  }
  return false;
}

export function normalise(words) {
  const letters = [];
  let stretched = "";
  for (const character of [...words].slice(0, LONGEST)) {
    for (const letter of plain(character)) {
      const last = letters.at(-1) ?? "";
      if (letter === stretched || (letter === last && /[ \n]/.test(letter))) continue;
      // Emphasis in Markdown; a star between two letters hides one of a word.
      if (letter === "_" || letter === "~" || (letter === "*" && !isLetter(last))) continue;
      if (last === "*" && !isLetter(letter)) letters.pop();
      stretched = "";
      // "wannaaa": three of a letter stand for one
      if (isLetter(letter) && letters.at(-1) === letter && letters.at(-2) === letter) {
        letters.pop();
        stretched = letter;
        continue;
      }
      letters.push(letter);
    }
  }
  return letters
    .join("")
    .replace(/([a-z])([01!34@5$])(?=[a-z])/g, (_, before, sign) => before + LOOKS_LIKE[sign]);
}

function isLetter(letter) {
  return /\p{L}/u.test(letter);
}

function plain(character) {
  if (/[\n\r\u2028\u2029\v\f\u0085]/.test(character)) return "\n";
  if (character !== "\t" && /[\p{Cf}\p{Mn}\p{Me}\p{Cc}]/u.test(character)) return "";
  const known = [...character.normalize("NFKC").toLowerCase()].map(mapped).join("");
  const pieces = [...known.normalize("NFD")].filter((piece) => !/\p{Mn}/u.test(piece));
  return pieces.map((piece) => (/\s/.test(piece) ? " " : mapped(piece))).join("");
}

function mapped(letter) {
  return PLAIN.get(letter) ?? letter;
}
