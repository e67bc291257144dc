// What the browser keeps for the kit: nothing but names that begin with "tw-kit.". All works without, too.

const OURS = "tw-kit.";

function eachPlace() {
  return ["localStorage", "sessionStorage"].flatMap((place) => {
    try {
      return window[place] ? [window[place]] : [];
    } catch {
      return [];
    }
  });
}

export class Keeper {
  // One for each side, so that two workbooks of one address do not meet.
  constructor(audience) {
    this.prefix = `${OURS}${audience}.`;
    this.works = this.write("try", 1);
    this.remove("try");
  }

  read(name) {
    try {
      const text = localStorage.getItem(this.prefix + name);
      return text === null ? null : JSON.parse(text);
    } catch {
      return null;
    }
  }

  write(name, value) {
    try {
      localStorage.setItem(this.prefix + name, JSON.stringify(value));
      return true;
    } catch {
      return false;
    }
  }

  remove(name) {
    try {
      localStorage.removeItem(this.prefix + name);
    } catch {
      // nothing is kept then
    }
  }

  // Names under which something is kept, that begin with `start`.
  names(start) {
    try {
      return Object.keys(localStorage)
        .filter((key) => key.startsWith(this.prefix + start))
        .map((key) => key.slice(this.prefix.length));
    } catch {
      return [];
    }
  }

  // What of ours a storage event of another tab is about, or null.
  nameIn(event) {
    if (event.key === null) return "";
    return event.key.startsWith(this.prefix) ? event.key.slice(this.prefix.length) : null;
  }
}

// Everything of the kit, of both sides.
export function forgetAll() {
  for (const place of eachPlace()) {
    for (const key of Object.keys(place)) if (key.startsWith(OURS)) place.removeItem(key);
  }
}
