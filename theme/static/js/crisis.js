// Says whether words speak of not wanting to live, with the community's own rules of level crisis
// (/form-help.json, made when the site is built). The text is brought into the same form as
// `waymark/checks/normalising.py` brings it; a test compares the two.
const LONGEST = 20000;
const PLAIN = new Map([
  ..."’‘`´".split("").map((quote) => [quote, "'"]),
  ..."“”„".split("").map((quote) => [quote, '"']),
  ..."–—‑".split("").map((dash) => [dash, "-"]),
  ["\t", " "], ["\u00a0", " "],
]);

export async function readCrisisWords(address) {
  const { rules } = await (await fetch(address)).json();
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
    const near = text.slice(Math.max(0, index - around), index + hit.length + around);
    if (!unless.some((one) => one.test(near))) return true;
  }
  return false;
}

export function normalise(words) {
  const letters = [];
  let stretched = "";
  for (const character of words.slice(0, LONGEST)) {
    if (/[\p{Cf}\p{Mn}]/u.test(character)) continue;
    const known = [...character.normalize("NFKC")].map((one) => PLAIN.get(one) ?? one).join("");
    for (const letter of known.toLowerCase().normalize("NFD")) {
      if (/\p{Mn}/u.test(letter) || letter === stretched) continue;
      stretched = "";
      // "wannaaa": three of a letter stand for one
      if (/\p{L}/u.test(letter) && letters.at(-1) === letter && letters.at(-2) === letter) {
        letters.pop();
        stretched = letter;
        continue;
      }
      letters.push(letter);
    }
  }
  return letters.join("");
}
