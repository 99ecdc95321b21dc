// What a reader chose on this device. Other modules ask here; nothing is kept until they choose.
import { device } from "./device.js";

const NAME = "choices";
// What holds before anybody chooses.
export const USUAL = { hide: [], calm: false, pause: true, exit: "usual" };
const EXITS = ["usual", "everywhere", "nowhere"];
const NOTE = /^[a-z0-9-]{1,60}$/;

// Returns every choice, the usual ones included. Whatever is odd or tampered with counts as usual.
//   hide: content notes whose entries are not to be shown    calm: the low-energy view
//   pause: the pause card                                    exit: where the quiet exit stands
export function choices() {
  const kept = device.value(NAME) ?? {};
  const hide = Array.isArray(kept.hide) ? kept.hide : [];
  return {
    hide: hide.filter((note) => typeof note === "string" && NOTE.test(note)),
    calm: kept.calm === true,
    pause: kept.pause !== false,
    exit: EXITS.includes(kept.exit) ? kept.exit : USUAL.exit,
  };
}

// Keeps one choice and tells the page; throws `Refused` when the browser keeps nothing.
// When all is as usual again, nothing stays behind.
export function choose(name, value) {
  const now = { ...choices(), [name]: value };
  const kept = Object.entries(now).filter(
    ([key, one]) => JSON.stringify(one) !== JSON.stringify(USUAL[key]),
  );
  if (kept.length) device.save(NAME, Object.fromEntries(kept));
  else device.erase(NAME);
  dispatchEvent(new Event("waymark:choices"));
}

// Says whether an entry with these content notes is to be hidden. `notes` is a list, or the text of
// a `data-notes` attribute. For a whole list already on the page, see `cover` in hiding.js.
export function isHidden(notes) {
  const list = typeof notes === "string" ? notes.split(" ") : notes;
  return choices().hide.some((note) => list.includes(note));
}
