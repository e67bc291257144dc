// One sentence a screen: clarity, the place, its ratings, what is asked and what is offered.

import { oneOf } from "./choices.js";
import { icon, make } from "./dom.js";
import { button, coveredUntilTouched, factorTag, field, privateMark } from "./parts.js";

const ASK_SIGNS = {
  need: { sign: "+ +", tone: "attracts" },
  want: { sign: "+", tone: "attracts" },
  open: { sign: "·", tone: "even" },
  rather_not: { sign: "−", tone: "repels" },
  avoid: { sign: "− −", tone: "repels" },
};
const OFFER_SIGNS = {
  yes: { sign: "✓", tone: "attracts" },
  negotiable: { sign: "~", tone: "even" },
  no: { sign: "–", tone: "even" },
};

export function position(session, screen) {
  const { number, of } = session.way.position(screen);
  return session.words.say("position", { number, of });
}

function partSkip(session, screen) {
  const after = session.way.afterPart(screen.part);
  return after === null ? null : button(session.words.say("part.skip"), () => session.go(after.id), "quiet");
}

export function clarityIntroScreen(session, screen) {
  const { words } = session;
  return {
    heading: words.say(`clarity_intro.${screen.when}`),
    why: words.say(`clarity_intro.${screen.when}_why`),
    body: [make("p", {}, words.of(words.all.clarity.intro)), partSkip(session, screen)],
    nextLabel: words.say("begin"),
  };
}

export function clarityScreen(session, screen) {
  const { words } = session;
  return {
    tag: make("p", { class: "tag" }, `${words.say(`part.${screen.part}`)} · ${position(session, screen)}`),
    heading: words.clarity(screen.item),
    body: oneOf(session, {
      legend: words.say("clarity.legend"),
      options: words.all.agreement.map(({ value, label }) => ({ value, sign: String(value), label: words.of(label) })),
      chosen: session.view.clarity?.[screen.when]?.[screen.item] ?? null,
      onChoose: (value) => session.record("clarity_answered", { when: screen.when, item: screen.item, value }),
      onDone: () => session.next(),
    }),
    onSkip: () => session.next(),
  };
}

export function placeScreen(session, screen) {
  const { words } = session;
  return {
    heading: words.say("place.heading"),
    why: words.say("place.why"),
    body: [
      field(session, {
        name: "place",
        label: words.say("place.label"),
        hint: words.say("place.hint"),
        kept: session.view.maps?.place?.about,
        save: (text) => session.record("place_named", { map: "place", text }),
      }),
      partSkip(session, screen),
    ],
  };
}

function ratingSign(value) {
  if (value === 0) return { sign: "·", tone: "even" };
  const signs = Array(Math.abs(value)).fill(value > 0 ? "+" : "−");
  return { sign: signs.join(" "), tone: value > 0 ? "attracts" : "repels" };
}

export function ratingScreen(session, screen) {
  const { words, view } = session;
  const about = view.maps?.place?.about;
  const factor = words.factor(screen.factor);
  return {
    tag: make("p", { class: "tag" }, icon(factor.icon),
      make("span", {}, about ? [make("bdi", {}, about), " · "] : null, position(session, screen))),
    heading: words.factorName(screen.factor),
    why: words.of(factor.definition),
    body: oneOf(session, {
      legend: words.say("rating.legend"),
      options: [...words.all.ratings].reverse()
        .map(({ value, label }) => ({ value, label: words.of(label), ...ratingSign(value) })),
      chosen: view.maps?.place?.ratings?.[screen.factor] ?? null,
      onChoose: (rating) => session.record("place_rated", { map: "place", factor: screen.factor, rating }),
      onDone: () => session.next(),
      isTight: true,
    }),
    onSkip: () => session.next(),
  };
}

export function partIntroScreen(session, screen) {
  const { words } = session;
  return {
    heading: words.say(`${screen.part}.heading`),
    why: words.say(`${screen.part}.why`),
    body: [
      make("p", {}, words.say(`${screen.part}.how`)),
      make("p", { class: "hint" }, words.say("part.by_itself")),
      partSkip(session, screen),
    ],
    nextLabel: words.say("begin"),
  };
}

function statementScreen(session, screen, { part, kind, signs }) {
  const { words, view } = session;
  const id = screen.statement;
  const isPrivate = words.isPrivate(id);
  const isCovered = isPrivate && !session.uncovered.has(id);
  const skip = () => {
    if (!(id in (view[part] ?? {}))) session.record("statement_skipped", { statement: id });
    session.next();
  };
  return {
    tag: [factorTag(session, screen.factor, position(session, screen)), isPrivate ? privateMark(session) : null],
    heading: isCovered ? words.say("private.heading") : words.sentence(id),
    why: isPrivate ? words.say("private.why") : null,
    body: isCovered ? coveredUntilTouched(session, id, () => null) : oneOf(session, {
      legend: words.say(`${kind}.legend`),
      options: words.levels(part).map((level) => ({ ...level, ...signs[level.value] })),
      chosen: view[part]?.[id] ?? null,
      onChoose: (level) => session.record(`${kind}_answered`, { statement: id, level }),
      onDone: () => session.next(),
    }),
    onSkip: skip,
    onNext: () => (session.view[part]?.[id] ? session.next() : skip()),
  };
}

export function askScreen(session, screen) {
  return statementScreen(session, screen, { part: "asks", kind: "ask", signs: ASK_SIGNS });
}

export function offerScreen(session, screen) {
  return statementScreen(session, screen, { part: "offers", kind: "offer", signs: OFFER_SIGNS });
}
