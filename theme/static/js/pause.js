// The pause card: shown before the entry, announced by nothing, focused by nothing.
import { choose } from "./choices.js";
import { Refused } from "./device.js";

export function show() {
  const template = document.getElementById("pause-card");
  if (!template) return;
  const card = template.content.firstElementChild.cloneNode(true);
  card.querySelector("[data-go-on]").addEventListener("click", () => close(card));
  card.querySelector("[data-never]").addEventListener("click", () => {
    try {
      choose("pause", false);
    } catch (problem) {
      // A browser that keeps no choice: the card is away for now, and that is what can be done.
      if (!(problem instanceof Refused)) throw problem;
    }
    close(card);
  });
  document.querySelector(".wm-entry").before(card);
}

function close(card) {
  card.remove();
  const title = document.querySelector(".wm-entry h1");
  title.tabIndex = -1;
  title.focus();
}
