// The one script that every page begins with, and the only one before a reader uses something. It
// does what cannot wait: leave quickly, hide what is not to be seen, show the calm view. All else
// is loaded when it is used. It imports nothing, so that a page stays at one request for script.
const root = document.documentElement;
const NOTHING = { hide: [] };
const KEPT = "waymark:";
const HEAVY = `${KEPT}heavy`;
const PAUSE_AFTER = 4;
// What can be pressed on a page, and the module that knows what then happens.
const ACTS = {
  calm: () => import("./calm.js"),
  keep: () => import("./keep.js"),
  offline: () => import("./keep-offline.js"),
  search: () => import("./search-open.js"),
  try: () => import("./try-it.js"),
};

for (const part of document.querySelectorAll("[data-with-script]")) part.hidden = false;
addEventListener("click", act);
addEventListener("waymark:choices", apply);
addEventListener("storage", ({ key }) => { if (!key || key === `${KEPT}choices`) apply(); });
apply();
countHeavy();
prepareExit();
prepareSearch();
wake();

// ---- Choices. `choices.js` is the one that keeps them; here they are only obeyed.

function chosen() {
  const kept = read(() => JSON.parse(localStorage.getItem(`${KEPT}choices`))) ?? NOTHING;
  return { ...kept, hide: Array.isArray(kept.hide) ? kept.hide : [] };
}

function apply() {
  const { hide, calm, exit } = chosen();
  const isCalm = calm === true || new URLSearchParams(location.search).get("calm") === "1";
  if (isCalm !== root.hasAttribute("data-calm")) {
    root.toggleAttribute("data-calm", isCalm);
    ACTS.calm().then((module) => module.show());
  }
  const quick = document.querySelector("[data-exit]");
  if (quick) quick.hidden = exit === "nowhere" || (exit !== "everywhere" && quick.dataset.exit !== "here");
  if (hide.length || document.querySelector("[data-covered]")) {
    // At once, so that nothing flashes by; the lines that stand in their place may come later.
    for (const entry of document.querySelectorAll("[data-notes]:not([data-shown])")) {
      const noted = entry.dataset.notes.split(" ");
      entry.toggleAttribute("data-covered", hide.some((note) => noted.includes(note)));
    }
    import("./hiding.js").then((module) => module.cover());
  }
}

// ---- Acts

async function act(event) {
  const pressed = event.target.closest?.("[data-act]");
  if (pressed) (await ACTS[pressed.dataset.act]()).default(pressed);
}

// A reader who keeps something already sees on the page that it is kept.
function wake() {
  const hasToolbox = read(() => localStorage.getItem(`${KEPT}toolbox`) !== null);
  if (hasToolbox && document.querySelector("[data-act=keep]")) ACTS.keep().then((m) => m.show());
  if (navigator.serviceWorker?.controller) ACTS.offline().then((module) => module.show());
}

// ---- The pause card: counted in this tab only, and only once a heavy entry is left.

function countHeavy() {
  const entry = document.querySelector(".wm-entry[data-heavy]:not([data-covered])");
  if (!entry || chosen().pause === false) return;
  const [visit] = performance.getEntriesByType("navigation");
  if (visit?.type !== "navigate") return;
  const count = Number(read(() => sessionStorage.getItem(HEAVY))) + 1;
  if (count >= PAUSE_AFTER) import("./pause.js").then((module) => module.show());
  addEventListener("pagehide", () => read(() => {
    if (count < PAUSE_AFTER && !isLeaving()) sessionStorage.setItem(HEAVY, count);
    else sessionStorage.removeItem(HEAVY);
  }), { once: true });
}

// ---- The quiet exit. It is here because an exit that still has to load is none.

function prepareExit() {
  const exit = document.querySelector("[data-exit]");
  if (!exit) return;
  const said = exit.querySelector("[role=status]");
  let presses = 0;
  let isModifier = false;
  let expiry = 0;
  const reset = (words = "") => { presses = 0; said.textContent = words; exit.dataset.presses = 0; };

  const link = exit.querySelector("[data-leave]");
  link.addEventListener("click", (event) => { event.preventDefault(); leave(link.href); });
  addEventListener("keydown", ({ key }) => { if (key !== "Shift") isModifier = true; });
  addEventListener("keyup", ({ key, shiftKey }) => {
    if (exit.hidden) return;
    clearTimeout(expiry);
    if (key !== "Shift" || isModifier) {
      isModifier = shiftKey;
      if (presses) reset();
      return;
    }
    presses += 1;
    if (presses === 3) return leave(link.href);
    exit.dataset.presses = presses;
    said.textContent = presses === 1 ? exit.dataset.twoMore : exit.dataset.oneMore;
    expiry = setTimeout(() => reset(exit.dataset.expired), 5000);
  });
  // Coming back with the Back button: the page is to be seen again.
  addEventListener("pageshow", () => { root.classList.remove("wm-leaving"); reset(); });
}

function leave(address) {
  root.classList.add("wm-leaving");
  // Forms that keep a draft in this tab hear of it and let it go.
  dispatchEvent(new Event("waymark:leaving"));
  for (const form of document.forms) form.reset();
  read(() => {
    for (const key of Object.keys(sessionStorage)) {
      if (key.startsWith(KEPT)) sessionStorage.removeItem(key);
    }
  });
  location.replace(address);
}

function isLeaving() {
  return root.classList.contains("wm-leaving");
}

// ---- Search, at `/` or Ctrl K.

function prepareSearch() {
  const { href } = document.querySelector("a[href$='/search/']");
  addEventListener("keydown", (event) => {
    const { key, target } = event;
    if (key !== (event.ctrlKey || event.metaKey ? "k" : "/") || target.closest("input, textarea, select")) return;
    event.preventDefault();
    ACTS.search().then((module) => module.show(href)).catch(() => location.assign(href));
  });
}

// Browsers may forbid even to look; then there is nothing.
function read(look) {
  try {
    return look();
  } catch {
    return null;
  }
}
