// The one script every page begins with: what cannot wait. All else is loaded when it is used, so
// it imports nothing at once, and it is written to be small: it is part of every first view.
const root = document.documentElement;
const KEPT = "waymark:";
const HEAVY = `${KEPT}heavy`;
const PAUSE_AFTER = 4;
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
addEventListener("pageshow", ({ persisted }) => { if (persisted) apply(); });
apply();
countHeavy();
prepareExit();
prepareSearch();
wake();

// Choices are kept by choices.js; here they are only obeyed.
function chosen() {
  const kept = read(() => JSON.parse(localStorage.getItem(`${KEPT}choices`))) ?? {};
  return { ...kept, hide: Array.isArray(kept.hide) ? kept.hide : [] };
}

function apply() {
  const { hide, calm, exit } = chosen();
  const isCalm = calm === true || new URLSearchParams(location.search).get("calm") === "1";
  if (isCalm !== root.hasAttribute("data-calm")) {
    root.toggleAttribute("data-calm", isCalm);
    use(ACTS.calm(), "show");
  }
  const quick = document.querySelector("[data-exit]");
  if (quick) quick.hidden = exit === "nowhere" || (exit !== "everywhere" && quick.dataset.exit !== "here");
  if (hide.length || document.querySelector("[data-covered]")) {
    // Before anything is painted; the lines that stand in their place may come later.
    for (const entry of document.querySelectorAll("[data-notes]:not([data-shown])")) {
      const noted = entry.dataset.notes.split(" ");
      entry.toggleAttribute("data-covered", hide.some((note) => noted.includes(note)));
    }
    use(import("./hiding.js"), "cover");
  }
}

function act({ target }) {
  const pressed = target.closest?.("[data-act]");
  if (pressed) ACTS[pressed.dataset.act]().then((module) => module.default(pressed), () => failed(pressed));
}

// Without a network, what was pressed cannot come.
function failed(pressed) {
  const said = document.createElement("span");
  said.setAttribute("role", "status");
  pressed.after(said);
  said.textContent = document.getElementById("hidden-entry").dataset.failed;
}

// What only adds to a page may stay away.
function use(loading, name) {
  loading.then((module) => module[name](), () => {});
}

// What is kept already is said on the page.
function wake() {
  const hasToolbox = read(() => localStorage.getItem(`${KEPT}toolbox`) !== null);
  if (hasToolbox && document.querySelector("[data-act=keep]")) use(ACTS.keep(), "show");
  if (navigator.serviceWorker?.controller) use(ACTS.offline(), "show");
}

// In this tab only, and not before a heavy entry is left: looking alone keeps nothing.
function countHeavy() {
  const entry = document.querySelector(".wm-entry[data-heavy]:not([data-covered])");
  if (!entry || chosen().pause === false) return;
  if (performance.getEntriesByType("navigation")[0]?.type !== "navigate") return;
  const count = Number(read(() => sessionStorage.getItem(HEAVY))) + 1;
  if (count >= PAUSE_AFTER) use(import("./pause.js"), "show");
  addEventListener("pagehide", () => read(() => {
    if (count < PAUSE_AFTER && !root.matches(".wm-leaving")) sessionStorage.setItem(HEAVY, count);
    else sessionStorage.removeItem(HEAVY);
  }), { once: true });
}

// The quiet exit is here because one that still has to load is none. See components/exit/README.md.
function prepareExit() {
  const exit = document.querySelector("[data-exit]");
  if (!exit) return;
  const link = exit.querySelector("[data-leave]");
  const said = exit.querySelector("[role=status]");
  let presses = 0;
  let isModifier = false;
  let expiry = 0;
  const reset = (words = "") => { presses = 0; said.textContent = words; exit.dataset.presses = 0; };

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
  addEventListener("pageshow", () => { root.classList.remove("wm-leaving"); reset(); });
}

function leave(address) {
  root.classList.add("wm-leaving");
  document.title = new URL(address).hostname; // what the tab says while the other page loads
  // Forms that keep a draft in this tab hear of it and let it go.
  dispatchEvent(new Event("waymark:leaving"));
  for (const form of document.forms) form.reset();
  read(() => {
    for (const key of Object.keys(sessionStorage)) if (key.startsWith(KEPT)) sessionStorage.removeItem(key);
  });
  location.replace(address);
}

// `/` or Ctrl K opens search over every page.
function prepareSearch() {
  const { href } = document.querySelector("a[href$='/search/']");
  addEventListener("keydown", (event) => {
    const { key, target } = event;
    if (key !== (event.ctrlKey || event.metaKey ? "k" : "/") || target.closest("input, textarea, select")) return;
    event.preventDefault();
    ACTS.search().then((module) => module.show(href)).catch(() => location.assign(href));
  });
}

// A browser may forbid even to look.
function read(look) {
  try {
    return look();
  } catch {
    return null;
  }
}
