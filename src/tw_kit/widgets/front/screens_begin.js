// Before a workbook is open: language, what this is, what may be done with the answers, a code of an earlier visit.

import { anyOf, oneOf } from "./choices.js";
import { freshId, make } from "./dom.js";
import { button, list } from "./parts.js";
import { LOCALES } from "./words.js";

function saidIn(session, language, id) {
  return session.words.find(id)?.[language] ?? id;
}

export function languageScreen(session) {
  const each = ["en", "fr"];
  const choose = (language) => {
    session.speak(language);
    session.show("about");
  };
  return {
    title: saidIn(session, session.words.language, "language.heading"),
    heading: each.map((language) =>
      make("span", { class: "line", lang: LOCALES[language] }, saidIn(session, language, "language.heading"))),
    body: make("div", { class: "pair" }, each.map((language) => {
      const name = saidIn(session, language, "language.name");
      return button(name, () => choose(language), "plain big", { lang: LOCALES[language] });
    })),
    hasBack: false,
    hasNext: false,
  };
}

// Which wording fits: the first is the usual one, the others are variants.
export function situations(session, { chosen, onChoose }) {
  const { words } = session;
  const start = `fit.${words.all.audience}.`;
  const ids = Object.keys(words.all.texts).filter((id) => id.startsWith(start));
  return oneOf(session, {
    legend: words.say("fit.question"),
    options: ids.map((id) => ({ value: id.slice(start.length) === "in_job" ? "in_job" : "", label: words.say(id) })),
    chosen,
    onChoose,
  });
}

export function aboutScreen(session) {
  const { words, drafts } = session;
  return {
    heading: words.say("about.heading"),
    why: words.say("about.why"),
    body: [
      list("ul", ["what", "who", "long"].map((point) => words.say(`about.${point}`)), { class: "points" }),
      situations(session, {
        chosen: drafts.value("variant", ""),
        onChoose: (variant) => drafts.hold("variant", variant),
      }),
      button(words.say("about.have_code"), () => session.show("code_entry"), "quiet"),
    ],
    nextLabel: words.say("about.next"),
    onNext: () => session.show("consent"),
  };
}

export function consentScreen(session) {
  const { words, drafts } = session;
  const agreed = drafts.value("consents", []);
  return {
    heading: words.say("consent.heading"),
    why: words.of(words.all.consents.note),
    body: consents(session, {
      given: agreed,
      onChange: (scope, isGiven) => {
        const others = drafts.value("consents", []).filter((each) => each !== scope);
        drafts.hold("consents", isGiven ? [...others, scope] : others);
      },
    }),
    nextLabel: words.say("consent.start"),
    onNext: (form) => form.wait(async () => {
      const reply = await session.start({
        variant: drafts.value("variant", "") || null,
        consents: drafts.value("consents", []),
      });
      return reply?.type === "opened" ? null : reply?.sentence ?? words.find("lost.short");
    }),
  };
}

export function consents(session, { given, onChange }) {
  const { words } = session;
  return anyOf({
    legend: words.say("consent.legend"),
    options: words.all.consents.scopes.map((scope) => ({
      value: scope.id,
      label: words.of(scope.label),
      meaning: words.of(scope.text),
      isChosen: given.includes(scope.id),
      tone: "box",
    })),
    onChange,
  });
}

export function codeEntryScreen(session) {
  const { words, drafts } = session;
  const [id, hintId, faultId] = [freshId(), freshId(), freshId()];
  const fault = session.refused;
  const input = make("input", {
    id, type: "text", class: "code-field", maxlength: 200,
    autocomplete: "off", autocapitalize: "none", spellcheck: "false",
    "aria-describedby": `${hintId} ${faultId}`, "aria-invalid": fault !== null,
    value: drafts.value("code", ""),
    on: { input: (event) => drafts.hold("code", event.target.value) },
  });
  return {
    heading: words.say("code_entry.heading"),
    why: words.say("code_entry.why"),
    body: make("div", { class: "field" },
      make("label", { for: id }, words.say("code_entry.label")),
      make("p", { class: "hint", id: hintId }, words.say("code_entry.hint")),
      input,
      make("p", { class: "fault", id: faultId, hidden: fault === null }, fault === null ? "" : words.of(fault))),
    nextLabel: words.say("code_entry.open"),
    onNext: (form) => form.wait(async () => {
      const typed = input.value.trim();
      const reply = typed === "" ? null : await session.open(typed, words.language);
      if (reply?.type === "opened") return null;
      return reply?.sentence ?? words.find(typed === "" ? "code_entry.empty" : "lost.short");
    }, (sentence) => {
      session.refused = sentence;
      session.onDraw("again");
      session.focusOn(".code-field");
    }),
  };
}

export function openingScreen(session) {
  return { heading: session.words.say("opening.heading"), body: [], hasBack: false, hasNext: false };
}

// The workbook was erased, or its time is over.
export function goneScreen(session) {
  const { words } = session;
  return {
    heading: words.say("gone.heading"),
    body: make("p", {}, words.of(session.gone)),
    nextLabel: words.say("gone.start"),
    onNext: () => session.show("language"),
    hasBack: false,
  };
}

// The page cannot work at all, for instance without a data folder: said in both languages.
export function troubleScreen(session) {
  const trouble = session.host.trouble;
  return {
    title: saidIn(session, session.words.language, "trouble.heading"),
    heading: ["en", "fr"].map((language) =>
      make("span", { class: "line", lang: LOCALES[language] }, saidIn(session, language, "trouble.heading"))),
    body: ["en", "fr"].map((language) => make("p", { lang: LOCALES[language] }, trouble[language])),
    hasBack: false,
    hasNext: false,
  };
}
