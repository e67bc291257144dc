// Small pieces that many screens are made of.

import { freshId, icon, make } from "./dom.js";

const TEXT_MAX = 20_000; // letters of one answer, as the server takes them

// A labelled field for words of the person, saved while typing. `kept` is what the workbook holds.
export function field(session, { name, label, kept, save, hint = null, rows = 0, type = "text", attributes = {} }) {
  const id = freshId();
  const hintId = hint === null ? null : freshId();
  const input = make(rows > 0 ? "textarea" : "input", {
    id, rows: rows || null, type: rows > 0 ? null : type, maxlength: type === "date" ? null : TEXT_MAX,
    "aria-describedby": hintId, ...attributes,
    value: session.drafts.value(name, kept ?? ""),
    on: {
      input: (event) => session.typed(name, event.target.value, save),
      blur: () => session.drafts.settle(name),
    },
  });
  return make("div", { class: "field" },
    make("label", { for: id }, label),
    hint === null ? null : make("p", { class: "hint", id: hintId }, hint),
    input);
}

// Something that unfolds, and stays unfolded when the page is drawn again.
export function fold(session, name, summary, ...content) {
  return make("details", {
    open: session.unfolded.has(name),
    on: { toggle: (event) => (event.target.open ? session.unfolded.add(name) : session.unfolded.delete(name)) },
  }, make("summary", {}, summary), make("div", { class: "folded" }, content));
}

export function button(label, onClick, kind = "plain", attributes = {}) {
  return make("button", { type: "button", class: kind, on: { click: onClick }, ...attributes }, label);
}

const EYE = [
  "M2.500 12s3.500-6 9.500-6 9.500 6 9.500 6-3.500 6-9.500 6-9.500-6-9.500-6Z",
  "M9.200 12a2.800 2.800 0 1 0 5.600 0 2.800 2.800 0 1 0-5.600 0",
];
const LOCK = ["M6.500 11h11v8.500h-11Z", "M8.500 11V8.200a3.500 3.500 0 0 1 7 0V11"];

// The mark of a private statement: a sign and a word.
export function privateMark(session) {
  return make("span", { class: "private-mark" }, icon(LOCK, "icon small"), session.words.say("private.mark"));
}

// A private sentence, covered until touched, and covered again on the next screen.
export function coveredUntilTouched(session, id, content) {
  if (!session.words.isPrivate(id)) return content();
  if (session.uncovered.has(id)) return make("span", { tabindex: -1, "data-statement": id }, content());
  return make("button", {
    type: "button", class: "cover", on: { click: () => session.uncover(id) },
  }, icon(EYE), session.words.say("private.cover"));
}

// A factor's icon and name.
export function factorTag(session, factor, more = null) {
  return make("p", { class: "tag" }, icon(session.words.factor(factor).icon),
    make("span", {}, session.words.factorName(factor), more === null ? null : ` · ${more}`));
}

export function list(tag, items, attributes = {}) {
  return make(tag, { role: "list", ...attributes }, items.map((item) => make("li", {}, make("span", {}, item))));
}

// The rank of a magnet; nothing for 0.
export function rank(place) {
  return make("span", { class: "rank" }, place > 0 ? `★ ${place}` : "");
}

// A person's words within a sentence of ours: their direction of writing ends with them.
function isolated(text) {
  return `\u2068${text}\u2069`;
}

// A next step in one line: what, and in brackets by when and with whom.
export function stepLine(session, { what, by, who }) {
  const { words } = session;
  const more = [];
  if (by) {
    const day = new Intl.DateTimeFormat(`${words.language}-CA`, { dateStyle: "long", timeZone: "UTC" });
    more.push(words.say("result.step_by", { date: day.format(new Date(by)) }));
  }
  if (who) more.push(words.say("result.step_with", { who: isolated(who) }));
  return [make("bdi", {}, what), more.length > 0 ? ` (${more.join(", ")})` : ""];
}
