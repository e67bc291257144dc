// In the person's own words: examples of what is offered, thoughts, magnets, next steps.

import { anyOf } from "./choices.js";
import { icon, make } from "./dom.js";
import { button, coveredUntilTouched, factorTag, field, fold, privateMark, rank } from "./parts.js";
import { position } from "./screens_answer.js";

const EVIDENCE_MAX = 3;
const MAGNETS_MAX = 3;
const STEPS_MAX = 3;

// Checkboxes of which a few may be ticked: one too many is taken back, with a kind sentence.
function someOf(session, { legend, options, chosen, most, tooMany, onChoose }) {
  let picked = [...chosen];
  const notice = make("p", { class: "notice", hidden: true });
  const group = anyOf({
    legend,
    options,
    onChange: (value, isTicked, input) => {
      if (isTicked && picked.length >= most) {
        input.checked = false;
        notice.hidden = false;
        notice.textContent = tooMany;
        session.onSay(tooMany);
        return;
      }
      notice.hidden = true;
      picked = isTicked ? [...picked, value] : picked.filter((each) => each !== value);
      onChoose(picked);
    },
  });
  return [group, notice];
}

function privateName(words, id) {
  const factor = words.of(words.factor(words.statement(id).factor).name);
  return words.say("private.of", { factor });
}

export function evidenceChoiceScreen(session) {
  const { words, view } = session;
  const isOffered = (id) => view.offers[id] !== "no" && words.statement(id) !== null;
  const offered = Object.keys(view.offers ?? {}).filter(isOffered);
  if (offered.length === 0) {
    return { heading: words.say("evidence_choice.heading"), why: words.say("evidence_choice.none"), body: [] };
  }
  return {
    heading: words.say("evidence_choice.heading"),
    why: words.say("evidence_choice.why"),
    body: someOf(session, {
      legend: words.say("evidence_choice.legend"),
      options: offered.map((id) => ({
        value: id,
        label: words.isPrivate(id) ? privateName(words, id) : words.sentence(id),
        meaning: words.levelLabel("offers", view.offers[id]),
        isChosen: (view.evidence_chosen ?? []).includes(id),
        tone: "box",
      })),
      chosen: view.evidence_chosen ?? [],
      most: EVIDENCE_MAX,
      tooMany: words.count("evidence_choice.too_many", EVIDENCE_MAX),
      onChoose: (statements) => session.record("evidence_chosen", { statements }),
    }),
    onSkip: () => session.next(),
  };
}

export function evidenceScreen(session, screen) {
  const { words, view } = session;
  const id = screen.statement;
  const evidence = words.statement(id).evidence;
  const isPrivate = words.isPrivate(id);
  const isCovered = isPrivate && !session.uncovered.has(id);
  return {
    tag: [factorTag(session, screen.factor, position(session, screen)), isPrivate ? privateMark(session) : null],
    heading: isCovered ? words.say("private.heading") : words.sentence(id),
    why: words.say("evidence.why"),
    body: isCovered ? coveredUntilTouched(session, id, () => null) : [
      field(session, {
        name: `evidence.${id}`,
        label: words.of(evidence.prompt),
        hint: words.say("evidence.hint"),
        rows: 5,
        kept: view.evidence?.[id],
        save: (text) => session.record("evidence_written", { statement: id, text }),
      }),
      fold(session, `example.${id}`, words.say("evidence.example"), make("blockquote", {}, words.of(evidence.example))),
    ],
    onSkip: () => session.next(),
  };
}

// Factors with what was asked for most strongly first, in their own order otherwise.
function weightiestFirst(session) {
  const { words, view } = session;
  const weight = (factor) => Object.entries(view.asks ?? {})
    .filter(([id]) => words.statement(id)?.factor === factor)
    .reduce((sum, [, level]) => sum + ({ need: 10, avoid: 10, want: 1, rather_not: 1 }[level] ?? 0), 0);
  return words.all.factors.map(({ id }) => id).sort((one, other) => weight(other) - weight(one));
}

export function reflectScreen(session) {
  const { words, view } = session;
  return {
    heading: words.say("reflect.heading"),
    why: words.say("reflect.why"),
    body: make("div", { class: "folds" }, weightiestFirst(session).map((id) => {
      const factor = words.factor(id);
      const written = view.reflections?.[id] ? make("span", { class: "written" }, words.say("reflect.written")) : null;
      const name = make("span", { class: "grow" }, words.factorName(id));
      return fold(session, `reflect.${id}`, [icon(factor.icon), name, written],
        field(session, {
          name: `reflect.${id}`,
          label: words.of(factor.reflect),
          rows: 4,
          kept: view.reflections?.[id],
          save: (text) => session.record("reflection_written", { factor: id, text }),
        }));
    })),
    onSkip: () => session.next(),
  };
}

export function magnetsScreen(session) {
  const { words, view } = session;
  const factors = words.all.factors.map(({ id }) => id);
  const rankAll = (picked) => [...session.root.querySelectorAll(".choice .rank")].forEach((mark, place) =>
    mark.replaceWith(rank(picked.indexOf(factors[place]) + 1)));
  const chosen = view.magnets ?? [];
  return {
    heading: words.say("magnets.heading"),
    why: words.say("magnets.why"),
    body: [someOf(session, {
      legend: words.say("magnets.legend"),
      options: words.all.factors.map(({ id, icon: paths }) => ({
        value: id,
        label: words.factorName(id),
        isChosen: chosen.includes(id),
        tone: "magnet",
        art: [icon(paths), rank(chosen.indexOf(id) + 1)],
      })),
      chosen,
      most: MAGNETS_MAX,
      tooMany: words.count("magnets.too_many", MAGNETS_MAX),
      onChoose: (magnets) => {
        session.record("magnets_chosen", { magnets });
        rankAll(magnets);
      },
    }), fold(session, "definitions", words.say("magnets.definitions"), words.all.factors.map(({ id, definition }) =>
      make("p", {}, make("b", {}, words.factorName(id)), make("br"), words.of(definition))))],
    onSkip: () => session.next(),
  };
}

function stepGroup(session, { number, place, isOnly }) {
  const { words, view } = session;
  const kept = () => session.view.steps?.[number] ?? empty;
  const empty = { what: "", by: null, who: null };
  const save = (part) => (value) =>
    session.record("step_written", { number, ...kept(), [part]: value === "" ? empty[part] : value });
  const name = (part) => `step.${number}.${part}`;
  const part = (key, more) => field(session, {
    name: name(key), label: words.say(`steps.${key}`), kept: kept()[key], save: save(key), ...more,
  });
  const what = part("what", { rows: 2 });
  const begin = (text) => {
    const box = what.querySelector("textarea");
    box.value = text;
    session.typed(name("what"), text, save("what"));
    box.focus();
  };
  const remove = () => {
    for (const part of ["what", "by", "who"]) session.drafts.drop(name(part));
    session.record("step_removed", { number });
    session.extraSteps.delete(number);
    session.onDraw("again");
    session.focusOn("h1");
  };
  const starters = words.all.starters.map((text) =>
    button(words.of(text), () => begin(`${words.of(text).replace(/…$/, "").trim()} `), "starter"));
  return make("fieldset", { class: "step" },
    make("legend", {}, words.say("steps.number", { number: place })),
    what,
    fold(session, `starters.${number}`, words.say("steps.starters"), make("div", { class: "starters" }, starters)),
    make("div", { class: "fields" },
      part("by", { type: "date" }), part("who")),
    isOnly && !view.steps?.[number] ? null : button(words.say("steps.remove", { number: place }), remove, "quiet"));
}

export function stepsScreen(session) {
  const { words, view } = session;
  const known = Object.keys(view.steps ?? {}).map(Number);
  const numbers = [...new Set([...known, ...session.extraSteps])].sort((one, other) => one - other);
  if (numbers.length === 0) {
    session.extraSteps.add(1);
    numbers.push(1);
  }
  const add = () => {
    session.drafts.settleAll();
    const free = [1, 2, 3, 4, 5].find((number) => !numbers.includes(number));
    session.extraSteps.add(free);
    session.onDraw("again");
    session.focusOn(".step:last-of-type textarea");
  };
  return {
    heading: words.say("steps.heading"),
    why: words.say("steps.why"),
    body: [
      numbers.map((number, at) => stepGroup(session, { number, place: at + 1, isOnly: numbers.length === 1 })),
      numbers.length < STEPS_MAX ? button(words.say("steps.add"), add, "plain") : null,
    ],
    onSkip: () => session.next(),
  };
}
