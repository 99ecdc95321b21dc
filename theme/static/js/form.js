// Makes a form a little easier; without this file it works all the same.
// At sending it does a small sum (ALTCHA's, through the browser's own SubtleCrypto) that costs a
// person nothing and a flood a lot. When the sum fails, the form is sent without it.
import { solve } from "./proof.js";

for (const form of document.querySelectorAll("[data-form]")) {
  let sent = false;
  form.addEventListener("submit", async (event) => {
    if (sent) {
      event.preventDefault();
      return;
    }
    sent = true;
    const proof = form.elements.altcha;
    const button = event.submitter;
    if (!proof || proof.value || button?.value === "change") return;
    event.preventDefault();
    const status = form.querySelector("[data-form-status]");
    if (status) status.textContent = "…";
    await fillToken(form);
    proof.value = await solve("/altcha/challenge").catch(() => "");
    if (button?.name) {
      const chosen = document.createElement("input");
      chosen.type = "hidden";
      chosen.name = button.name;
      chosen.value = button.value;
      form.append(chosen);
    }
    form.submit();
  });
  // Coming back with the browser's Back button: the form may be sent again.
  addEventListener("pageshow", () => { sent = false; });
}

document.querySelector("[data-focus]")?.focus();

async function fillToken(form) {
  const token = form.elements.token;
  if (!token || token.value) return;
  try {
    token.value = (await (await fetch("/form-token")).json()).token;
  } catch {
    // Sent without: a moderator sees that it came unproven.
  }
}
