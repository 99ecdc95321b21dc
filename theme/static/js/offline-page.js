// Without a network: what was kept on this device, to be opened.
import { copies } from "./offline-copies.js";

const place = document.querySelector("[data-copies]");
const found = await copies();
place.hidden = found.length === 0;
place.querySelector("[data-list]").replaceChildren(...found.map(line));

function line({ address, title }) {
  const item = document.createElement("li");
  const link = document.createElement("a");
  link.href = address;
  link.textContent = title || address;
  item.append(link);
  return item;
}
