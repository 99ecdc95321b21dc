// The choices that narrow a search down, with how much each would show. The boxes are in the page;
// here they are counted and read.

// Returns what is chosen, by facet: { kind: ["story"], notes: [...] }. Empty choices are left out.
export function chosen(form) {
  const found = {};
  for (const input of form.querySelectorAll("[data-facet] input:checked")) {
    if (input.value) (found[input.name] ??= []).push(input.value);
  }
  return found;
}

export function clear(form) {
  for (const input of form.querySelectorAll("[data-facet] input")) {
    input.checked = input.type === "radio" && !input.value;
  }
}

// Keeps the results that fit. Of one facet any chosen value will do; what mentions a chosen note is
// left out. `members` says which results have which value.
export function narrow(found, choices, members, besides = "") {
  const tests = Object.entries(choices)
    .filter(([facet]) => facet !== besides)
    .map(([facet, values]) => {
      const sets = values.map((value) => members.get(facet)?.get(value)).filter(Boolean);
      const isLeftOut = facet === "notes";
      return ({ id }) => sets.some((set) => set.has(id)) !== isLeftOut;
    });
  return found.filter((result) => tests.every((test) => test(result)));
}

// Says beside each box how many results it stands for, given all other choices.
export function count(form, found, choices, members) {
  for (const group of form.querySelectorAll("[data-facet]")) {
    const facet = group.dataset.facet;
    const fitting = narrow(found, choices, members, facet);
    let isUseful = false;
    for (const input of group.querySelectorAll("input")) {
      const set = members.get(facet)?.get(input.value);
      const number = input.value ? fitting.filter(({ id }) => set?.has(id)).length : fitting.length;
      const label = input.closest("label");
      label.querySelector("[data-count]").textContent = number;
      // A choice that leads nowhere is not offered, unless it is the one that was made.
      label.hidden = input.type === "checkbox" && !number && !input.checked;
      isUseful ||= !label.hidden;
    }
    group.hidden = !isUseful;
  }
}
