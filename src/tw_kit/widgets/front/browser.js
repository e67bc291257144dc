// What the browser tells: a code in the address, the language it prefers, and that somebody is back.

const CODE_IN_ADDRESS = /^#(\p{L}[\p{L}-]+\d)$/u; // somebody may have typed it without its hyphens
const LOOK_MS = 25_000;

// The code that the address of the page carries, or null; it is taken out of the address.
export function codeInAddress() {
  let found = null;
  try {
    found = CODE_IN_ADDRESS.exec(decodeURIComponent(location.hash));
  } catch {
    // not an address of ours
  }
  if (found === null) return null;
  history.replaceState(history.state, "", location.pathname + location.search);
  return found[1];
}

export function preferredLanguage() {
  return (navigator.language || "").toLowerCase().startsWith("fr") ? "fr" : "en";
}

// Call `back` when somebody is here again and now and then, `away` when they leave, `other` for what another tab did.
// Gives a function that ends all of it.
export function watchComing({ back, away, other }) {
  const stops = [];
  const on = (target, event, listener) => {
    target.addEventListener(event, listener);
    stops.push(() => target.removeEventListener(event, listener));
  };
  on(window, "storage", other);
  on(window, "online", back);
  on(window, "pageshow", back);
  on(window, "pagehide", away);
  on(document, "visibilitychange", () => (document.visibilityState === "hidden" ? away() : back()));
  const timer = setInterval(() => document.visibilityState !== "hidden" && back(), LOOK_MS);
  stops.push(() => clearInterval(timer));
  return () => stops.forEach((stop) => stop());
}
