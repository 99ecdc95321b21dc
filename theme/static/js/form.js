// Makes a form a little easier; without this file it works all the same.
// At sending it does a small sum (ALTCHA's, through the browser's own SubtleCrypto) that costs a
// person nothing and a flood a lot. When the sum fails, the form is sent without it.
import { keepHelpNear } from "./form-help.js";
import { solve } from "./proof.js";

for (const form of document.querySelectorAll("[data-form]")) prepare(form);
document.querySelector("[data-focus]")?.focus();

function prepare(form) {
  const status = form.querySelector("[data-form-status]");
  let isUnderWay = false;

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (isUnderWay) return;
    isUnderWay = true;
    const wish = event.submitter?.value ?? "send";
    if (status && wish === "send") status.textContent = form.dataset.sending ?? "";
    if (wish !== "change") {
      await fillToken(form);
      await fillProof(form);
    }
    sendAs(form, event.submitter);
  });

  // Coming back with the browser's Back button: the form may be sent again.
  addEventListener("pageshow", () => {
    isUnderWay = false;
    form.querySelector("[data-wish]")?.remove();
    if (status) status.textContent = "";
  });

  keepHelpNear(form);
}

async function fillToken(form) {
  const { token } = form.elements;
  if (!token || token.value) return;
  try {
    token.value = (await (await fetch(form.dataset.tokenFrom)).json()).token;
  } catch {
    // Sent without: a moderator sees that it came unproven.
  }
}

async function fillProof(form) {
  const { altcha } = form.elements;
  if (!altcha || altcha.value) return;
  altcha.value = await solve(form.dataset.proofFrom).catch(() => "");
}

// `form.submit()` names no button: say which one it was.
function sendAs(form, button) {
  if (button?.name) {
    const wish = document.createElement("input");
    Object.assign(wish, { type: "hidden", name: button.name, value: button.value });
    wish.dataset.wish = "";
    form.append(wish);
  }
  form.submit();
}
