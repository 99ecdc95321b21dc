// The toolbox as a list: what may be in it, and how it changes. Pure: lists in, lists out.
// A tool is `{ id, path, title, small, lang, note }`; texts all, `note` is the reader's own.
export const MOST_TOOLS = 100;
const LONGEST = { title: 300, small: 1000, note: 10_000 };
const ID = /^[a-z0-9-]{1,100}$/;
const PATH = /^\/(?:[a-z]{2}\/)?(?:stories|strategies|responses)\/[a-z0-9-]{1,100}\/$/;
const LANG = /^[a-z]{2}$/;
export const VERSION = 1;

// Returns `{ tools, isWhole }` from whatever was kept or imported; `isWhole` is false when a part
// of it could not be read, so that nobody overwrites it unasked.
export function readTools(value) {
  const items = value?.version === VERSION && Array.isArray(value.items) ? value.items : null;
  if (!items) return { tools: [], isWhole: false };
  const tools = items.slice(0, MOST_TOOLS).map(readTool).filter(Boolean);
  const unique = tools.filter((tool, i) => tools.findIndex((other) => other.id === tool.id) === i);
  return { tools: unique, isWhole: unique.length === items.length };
}

function readTool(item) {
  const { id, path, title, small = "", lang = "en", note = "" } = item ?? {};
  if (![id, path, title, small, lang, note].every((one) => typeof one === "string")) return null;
  if (!ID.test(id) || !PATH.test(path) || !LANG.test(lang) || !title.trim()) return null;
  const texts = { title, small, note };
  if (Object.keys(LONGEST).some((name) => texts[name].length > LONGEST[name])) return null;
  return { id, path, title, small, lang, note };
}

export function asKept(tools) {
  return { version: VERSION, items: tools };
}

export function add(tools, tool, at = tools.length) {
  return tools.some(({ id }) => id === tool.id) ? tools : tools.toSpliced(at, 0, tool);
}

export function takeOut(tools, id) {
  return tools.filter((tool) => tool.id !== id);
}

// Moves a tool by -1 (up) or 1 (down); at the end it stays where it is.
export function move(tools, id, by) {
  const from = tools.findIndex((tool) => tool.id === id);
  const to = from + by;
  if (from < 0 || to < 0 || to >= tools.length) return tools;
  return tools.toSpliced(from, 1).toSpliced(to, 0, tools[from]);
}

export function write(tools, id, note) {
  return tools.map((tool) => (tool.id === id ? { ...tool, note } : tool));
}

// Adds what is new after what is here. Where both have a note and they differ, both are kept; null
// when that makes a note too long to be kept, so that nothing is ever cut off.
export function merge(tools, others) {
  const merged = tools.map((tool) => {
    const other = others.find(({ id }) => id === tool.id);
    return other ? { ...tool, note: bothNotes(tool.note, other.note) } : tool;
  });
  if (merged.some(({ note }) => note.length > LONGEST.note)) return null;
  return [...merged, ...others.filter(({ id }) => !tools.some((tool) => tool.id === id))];
}

function bothNotes(own, other) {
  if (own.includes(other)) return own;
  if (other.includes(own)) return other;
  return `${own}\n\n${other}`;
}
