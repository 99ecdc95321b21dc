// What the browser keeps for this site: the one place where modules read and write it.
// Nothing is written before a reader chooses something, and a browser that refuses is no error of
// theirs: `save` throws `Refused`, and whoever called says in words what can still be done.
const PREFIX = "waymark:";
export const MOST_CHARACTERS = 500_000; // of one thing kept; more than that is not ours

// `reason` is "full" (no room) or "forbidden" (private mode, or switched off by the reader).
export class Refused extends Error {
  constructor(reason) {
    super(reason);
    this.reason = reason;
  }
}

// Kept until it is erased, shared by all tabs.
export const device = shelf(() => localStorage);
// Gone when the tab is closed.
export const tab = shelf(() => sessionStorage);

function shelf(storage) {
  return {
    // The names of all that is kept, without our prefix.
    names() {
      try {
        const keys = Object.keys(storage()).filter((key) => key.startsWith(PREFIX));
        return keys.map((key) => key.slice(PREFIX.length)).sort();
      } catch {
        return [];
      }
    },
    // The text kept under a name, or null.
    text(name) {
      try {
        return storage().getItem(PREFIX + name);
      } catch {
        return null;
      }
    },
    // The value kept under a name; null when there is none; undefined when it cannot be read.
    value(name) {
      const text = this.text(name);
      if (text === null) return null;
      if (text.length > MOST_CHARACTERS) return undefined;
      try {
        return JSON.parse(text) ?? undefined;
      } catch {
        return undefined;
      }
    },
    save(name, value) {
      let place;
      try {
        place = storage();
      } catch {
        throw new Refused("forbidden");
      }
      if (!place) throw new Refused("forbidden");
      try {
        place.setItem(PREFIX + name, JSON.stringify(value));
      } catch (problem) {
        throw new Refused(problem.name === "QuotaExceededError" ? "full" : "forbidden");
      }
    },
    erase(name) {
      try {
        storage().removeItem(PREFIX + name);
      } catch {
        // What may not be written was never kept.
      }
    },
    eraseAll() {
      for (const name of this.names()) this.erase(name);
    },
  };
}

// Call `act` when another page changed what is kept under a name, or erased everything: one in
// another tab, or one from which the Back button led here.
export function whenChangedElsewhere(name, act) {
  addEventListener("storage", ({ key }) => {
    if (key === null || key === PREFIX + name) act();
  });
  addEventListener("pageshow", ({ persisted }) => {
    if (persisted) act();
  });
}
