// The toolbox as a file: saved to the device, and read back with a plain reason where it cannot be.
import { readTools, VERSION } from "./toolbox.js";

const FORMAT = "waymark-toolbox";
const NAME = "waymark-toolbox.json";
export const MOST_BYTES = 400_000;

export function saveTools(tools) {
  save(JSON.stringify({ format: FORMAT, version: VERSION, items: tools }, null, 2));
}

export function save(text) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  link.download = NAME;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href));
}

// Returns `{ tools }`, or `{ problem }`: "tooBig", "notOurs" or "newer".
export async function readFile(file) {
  if (file.size > MOST_BYTES) return { problem: "tooBig" };
  let value;
  try {
    value = JSON.parse(await file.text());
  } catch {
    return { problem: "notOurs" };
  }
  if (value?.format !== FORMAT || !Number.isInteger(value.version)) return { problem: "notOurs" };
  if (value.version > VERSION) return { problem: "newer" };
  const { tools, isWhole } = readTools(value);
  return isWhole ? { tools } : { problem: "notOurs" };
}
