// "Try it": a small step with an optional before and after. The two numbers stay in the two fields.
export default function press(button) {
  const steps = document.getElementById("try-steps");
  const isOpen = button.getAttribute("aria-expanded") === "true";
  button.setAttribute("aria-expanded", !isOpen);
  steps.hidden = isOpen;
  if (isOpen) return;
  const [before, after] = steps.querySelectorAll("select");
  steps.querySelector("li").focus();
  steps.onchange = () => say(steps.querySelector("[role=status]"), before.value, after.value);
}

function say(place, before, after) {
  const change = Math.sign(Number(after) - Number(before));
  const words = { 1: "better", 0: "same", "-1": "worse" }[change];
  const isAnswered = before !== "" && after !== "";
  place.textContent = isAnswered
    ? place.dataset[words].replace("{before}", before).replace("{after}", after)
    : "";
}
