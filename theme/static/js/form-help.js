// Help beside the words somebody writes: when they say that they are not safe, or write so.
// It takes no focus and stops nothing. The words are looked at here, on this device, and nowhere else.
import { crisisWords } from "./crisis.js";

const PAUSE_MS = 400;

export function keepHelpNear(form) {
  const help = document.querySelector("[data-not-safe]");
  if (!help) return;
  offerToSave(help, form);
  const { how_now: howNow, text } = form.elements;
  if (!howNow || !text) return;
  const below = form.querySelector("[data-not-safe-below]");
  let isWritten = false;

  const show = () => {
    help.toggleAttribute("data-shown", isWritten || howNow.value === "not-safe");
    if (below) below.hidden = !isWritten;
  };
  howNow.addEventListener("change", show);
  show();
  watch(form.dataset.crisisWords, text, () => { isWritten = true; show(); });
}

// Calls `found` once when the words in `box` say it. The list of words is fetched once the page
// stands, so that nothing is asked for while somebody writes, and read when they begin. Without
// the list it never calls; the question above the text and the help on every page do not need it.
async function watch(address, box, found) {
  if (!address) return;
  await new Promise((ready) => (globalThis.requestIdleCallback ?? setTimeout)(ready));
  const list = await fetch(address).then((answer) => answer.json()).catch(() => null);
  if (!list) return;
  const begin = () => look(crisisWords(list), box, found);
  if (box.value || document.activeElement === box) begin();
  else box.addEventListener("focus", begin, { once: true });
}

function look(isSaidIn, box, found) {
  let waiting = 0;
  const now = () => {
    waiting = 0;
    if (!isSaidIn(box.value)) return;
    box.removeEventListener("input", soon);
    found();
  };
  // Also while somebody writes on without a pause.
  const soon = () => { waiting ||= setTimeout(now, PAUSE_MS); };
  box.addEventListener("input", soon);
  now();
}

// A file made by the browser itself: nothing is sent anywhere.
function offerToSave(help, form) {
  const place = help.querySelector("[data-save-words]");
  if (!place) return;
  const button = document.createElement("button");
  Object.assign(button, { type: "button", className: "wm-button wm-button--quiet" });
  button.textContent = place.dataset.saveWords;
  const said = document.createElement("span");
  button.addEventListener("click", () => {
    const boxes = [...form.querySelectorAll("textarea")];
    const own = boxes.filter((box) => box.name === "text" || !box.hidden);
    const words = own.map((box) => box.value.trim()).filter(Boolean).join("\n\n");
    const file = document.createElement("a");
    file.href = URL.createObjectURL(new Blob([words, "\n"], { type: "text/plain" }));
    file.download = place.dataset.saveAs;
    file.click();
    setTimeout(() => URL.revokeObjectURL(file.href), 60000);
    said.textContent = ` ${place.dataset.saved}`;
  });
  place.append(button, said);
}
