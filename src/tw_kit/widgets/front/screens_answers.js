// All answers by part, each with a way to change it; and what was agreed to.

import { make } from "./dom.js";
import { button, fold, list, stepLine } from "./parts.js";
import { consents, situations } from "./screens_begin.js";
import { answerRow, changeButton } from "./screens_check.js";

function part(session, id, title, content) {
  return fold(session, `answers.${id}`, make("span", { class: "grow" }, title), content);
}

// Asks or offers: those of the short path, and all others that were answered or skipped.
function statements(session, id, kind) {
  const { words, view } = session;
  const isMet = (statement) => statement in (view[id] ?? {}) || (view.skipped ?? []).includes(statement);
  const shown = Object.entries(words.all.statements)
    .filter(([statement, about]) => about[kind] && (about.core || isMet(statement)))
    .map(([statement]) => answerRow(session, { id: statement, part: id, kind }));
  return part(session, id, words.say(`part.${id}`), list("ul", shown, { class: "answers" }));
}

function row(session, { question, answer, screen }) {
  const told = answer ? make("bdi", {}, answer) : session.words.say("answers.none");
  return make("div", { class: "answer" },
    make("div", { class: "grow" }, make("p", { class: "sentence" }, question), make("p", { class: "given own" }, told)),
    changeButton(session, screen, question));
}

function rows(session, id, told) {
  if (told.length === 0) return null;
  return part(session, id, session.words.say(`part.${id}`),
    list("ul", told.map((each) => row(session, each)), { class: "answers" }));
}

function labelled(session, scale, value) {
  return session.words.of(session.words.all[scale].find((step) => step.value === value)?.label);
}

function clarity(session, when) {
  const given = session.view.clarity?.[when] ?? {};
  return session.words.all.clarity.items.map(({ id }) => ({
    question: session.words.clarity(id),
    answer: labelled(session, "agreement", given[id]),
    screen: `clarity_${when}.${id}`,
  }));
}

function place(session) {
  const { words, view } = session;
  const { about, ratings } = view.maps?.place ?? { about: "", ratings: {} };
  const rated = words.all.factors.map(({ id }) => ({
    question: words.factorName(id),
    answer: labelled(session, "ratings", ratings[id]),
    screen: `rating.${id}`,
  }));
  return [{ question: words.say("place.label"), answer: about, screen: "place" }, ...rated];
}

function evidence(session) {
  const { words, view } = session;
  return (view.evidence_chosen ?? []).map((id) => {
    const text = view.evidence?.[id];
    const isCovered = words.isPrivate(id);
    return {
      question: isCovered ? words.say("private.unread") : words.sentence(id),
      answer: text && isCovered ? words.say("reflect.written") : text,
      screen: `evidence.${id}`,
    };
  });
}

function thoughts(session) {
  const { words, view } = session;
  const written = words.all.factors.filter(({ id }) => view.reflections?.[id]);
  return [
    ...written.map(({ id }) => ({ question: words.factorName(id), answer: view.reflections[id], screen: "reflect" })),
    {
      question: words.say("magnets.heading"),
      answer: (view.magnets ?? []).map((id) => words.factorName(id)).join(", "),
      screen: "magnets",
    },
  ];
}

function steps(session) {
  const lines = Object.values(session.view.steps ?? {}).map((step) => make("p", {}, stepLine(session, step)));
  return [{ question: session.words.say("steps.heading"), answer: lines.length > 0 ? lines : null, screen: "steps" }];
}

function agreed(session) {
  const { words, view } = session;
  const change = (scope, isGiven) => {
    const { version } = words.all.consents.scopes.find((each) => each.id === scope);
    session.record(isGiven ? "consent_given" : "consent_withdrawn", isGiven ? { scope, version } : { scope });
  };
  return part(session, "consents", words.say("consent.heading"),
    consents(session, { given: Object.keys(view.consents ?? {}), onChange: change }));
}

function situation(session) {
  const { words, view } = session;
  return part(session, "situation", words.say("answers.situation"),
    situations(session, { chosen: view.variant ?? "", onChoose: (variant) => session.adapt(variant || null) }));
}

export function answersScreen(session) {
  const { words } = session;
  const both = [statements(session, "asks", "ask"), statements(session, "offers", "offer")];
  return {
    heading: words.say("answers.heading"),
    why: words.say("answers.why"),
    body: [
      make("div", { class: "folds" },
        rows(session, "clarity_before", clarity(session, "before")),
        rows(session, "place", place(session)),
        words.all.audience === "employer" ? both.reverse() : both,
        rows(session, "evidence", evidence(session)),
        rows(session, "think", thoughts(session)),
        rows(session, "steps", steps(session)),
        rows(session, "clarity_after", clarity(session, "after")),
        agreed(session),
        situation(session)),
      button(words.say("answers.code"), () => session.visit("code")),
    ],
    nextLabel: words.say("answers.back"),
    hasBack: false,
  };
}
