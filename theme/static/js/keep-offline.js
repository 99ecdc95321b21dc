// The button that keeps one page on this device for when there is no network, or lets it go.
import { canKeep, eraseCopy, isKept, keepCopy } from "./offline-copies.js";

const button = document.querySelector("[data-act=offline]");
const said = button?.closest("section").querySelector("[role=status]");
const here = location.pathname;
const REASONS = { QuotaExceededError: "full", SecurityError: "forbidden" };

export default async function press() {
  if (!canKeep()) return say(button.dataset.forbidden);
  button.setAttribute("aria-disabled", "true");
  try {
    const wasKept = await isKept(here);
    await (wasKept ? eraseCopy(here) : keepCopy(here, help()));
    say(wasKept ? button.dataset.gone : button.dataset.kept);
  } catch (problem) {
    say(button.dataset[REASONS[problem.message]] ?? button.dataset.failed);
  }
  button.removeAttribute("aria-disabled");
  await show();
}

// The link to help now at the top of this page.
function help() {
  return new URL(document.querySelector(".wm-header__help").href).pathname;
}

// Shows whether this page is kept.
export async function show() {
  if (!button) return;
  const label = button.querySelector("span");
  button.dataset.keepWords ??= label.textContent;
  label.textContent = (await isKept(here)) ? button.dataset.remove : button.dataset.keepWords;
}

function say(text) {
  said.textContent = text;
}
