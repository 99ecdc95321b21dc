// Offers to copy or print the receipt where the browser can.
const words = document.querySelector("[data-receipt]");
const acts = document.querySelector("[data-receipt-acts]");

if (words && acts) {
  if (navigator.clipboard) {
    offer(acts.dataset.copy, async (button) => {
      await navigator.clipboard.writeText(words.textContent.trim());
      button.textContent = acts.dataset.copied;
    });
  }
  offer(acts.dataset.print, () => print());
}

function offer(text, act) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "wm-button wm-button--quiet";
  button.textContent = text;
  button.addEventListener("click", () => act(button));
  acts.append(button);
}
