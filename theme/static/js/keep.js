// "Keep this": puts a strategy into the reader's own toolbox on this device.
import { device, Refused, whenChangedElsewhere } from "./device.js";
import { add, asKept, MOST_TOOLS, readTools } from "./toolbox.js";

const NAME = "toolbox";
const button = document.querySelector("[data-act=keep]");
const place = button.closest("section");
const said = place.querySelector("[role=status]");

whenChangedElsewhere(NAME, show);

export default function press() {
  const value = device.value(NAME);
  const { tools, isWhole } = value === null ? { tools: [], isWhole: true } : readTools(value);
  const words = button.dataset;
  if (!isWhole) return say(words.first);
  const { id, path, title, small, lang } = place.dataset;
  if (tools.some((tool) => tool.id === id)) return say(words.again);
  if (tools.length >= MOST_TOOLS) return say(words.first);
  try {
    device.save(NAME, asKept(add(tools, { id, path, title, small, lang, note: "" })));
    say(words.kept);
  } catch (problem) {
    if (!(problem instanceof Refused)) throw problem;
    say(words[problem.reason]);
  }
}

// Says so on the page when this one is in the toolbox already, perhaps since a moment in another tab.
export function show() {
  const { tools } = readTools(device.value(NAME));
  const isKept = tools.some(({ id }) => id === place.dataset.id);
  said.textContent = isKept ? button.dataset.again : "";
}

function say(text) {
  said.textContent = text;
}
