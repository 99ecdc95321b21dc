// Opens search over the page that is being read, at `/` or Ctrl K. It is the very search of the
// search page, fetched when it is first wanted.

let dialog = null;
let field = null;

// `address` is that of the search page in the language of this page.
export async function show(address) {
  const here = document.querySelector("main [data-search] input[type=search]");
  if (here) {
    here.focus();
    return;
  }
  dialog ??= await make(address);
  if (!dialog.open) dialog.showModal();
  field.focus();
}

async function make(address) {
  const [answer, search] = await Promise.all([fetch(address), import("./search.js")]);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const root = document.adoptNode(page.querySelector("main [data-search]"));
  const made = document.createElement("dialog");
  made.className = "wm-search-dialog";
  made.setAttribute("aria-label", page.querySelector("h1").textContent);
  await styled(made, root.dataset.styles);
  made.append(close(root.dataset.close), root, document.adoptNode(page.querySelector("main .wm-band")));
  field = search.start(root);
  // A search field keeps Escape for itself, to empty it; here it closes, as in every dialog.
  made.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    made.close();
  });
  made.addEventListener("click", (event) => { if (event.target === made) made.close(); });
  return made;
}

function styled(made, address) {
  const link = document.createElement("link");
  link.rel = "stylesheet";
  link.href = address;
  made.append(link);
  document.body.append(made);
  return new Promise((loaded, failed) => {
    link.addEventListener("load", loaded);
    link.addEventListener("error", failed);
  });
}

function close(words) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "wm-button wm-button--quiet wm-search-dialog__close";
  button.textContent = words;
  button.addEventListener("click", () => button.closest("dialog").close());
  return button;
}
