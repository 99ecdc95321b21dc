// The low-energy view: of an entry its heart first, and "read on" for the rest.
import { choices, choose } from "./choices.js";
import { Refused } from "./device.js";

const root = document.documentElement;
const entry = document.querySelector(".wm-entry");

export default function press(button) {
  if (button.dataset.to === "rest") return readOn();
  try {
    choose("calm", !choices().calm);
  } catch (problem) {
    if (!(problem instanceof Refused)) throw problem;
    // It cannot be kept, so it holds for this page only.
    root.toggleAttribute("data-calm");
    show();
  }
}

// Makes the buttons of the page agree with what is shown.
export function show() {
  const isCalm = root.hasAttribute("data-calm");
  root.removeAttribute("data-read-on");
  for (const button of document.querySelectorAll("[data-act=calm][aria-pressed]")) {
    button.setAttribute("aria-pressed", isCalm);
  }
}

function readOn() {
  root.setAttribute("data-read-on", "");
  const text = entry.querySelector(".wm-text") ?? entry;
  text.tabIndex = -1;
  text.focus({ preventScroll: true });
}
