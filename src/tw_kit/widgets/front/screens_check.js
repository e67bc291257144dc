// Kind questions about the answers, and whether to go on with the other statements. Never a block.

import { make } from "./dom.js";
import { button, coveredUntilTouched } from "./parts.js";

// A statement with its answer, and a button that leads to it and back.
export function answerRow(session, { id, part, kind }) {
  const { words, view } = session;
  const level = view[part]?.[id];
  const isSkipped = (view.skipped ?? []).includes(id);
  const isCovered = words.isPrivate(id) && !session.uncovered.has(id);
  const sentence = isCovered ? words.say("private.unread") : words.sentence(id);
  const answer = level ? words.levelLabel(part, level) : words.say(isSkipped ? "answers.skipped" : "answers.none");
  return make("div", { class: "answer" },
    make("div", { class: "grow" },
      make("p", { class: "sentence" }, coveredUntilTouched(session, id, () => words.sentence(id))),
      isCovered ? null : make("p", { class: "given" }, answer)),
    changeButton(session, `${kind}.${id}`, sentence));
}

export function changeButton(session, screen, about) {
  const { words } = session;
  if (session.way.find(screen) === null && !screen.startsWith("ask.") && !screen.startsWith("offer.")) return null;
  return make("button", { type: "button", class: "quiet change", on: { click: () => session.visit(screen) } },
    words.say("answers.change"), make("span", { class: "unseen" }, ` ${about}`));
}

export function kindQuestionScreen(session, screen) {
  const { words, view } = session;
  const question = (view.questions ?? []).find((each) => each.id === screen.question);
  if (!question) return { heading: words.say("kind_question.settled"), body: [] };
  return {
    heading: words.say(`question.${question.id}`, { count: question.count }),
    why: words.say("kind_question.why"),
    body: make("ul", { class: "answers", role: "list" },
      question.statements.map((id) => make("li", {}, answerRow(session, { id, part: "asks", kind: "ask" })))),
    nextLabel: words.say("kind_question.keep"),
  };
}

// Statements of the long path that are still open, in the order in which they come.
function furtherScreens(session) {
  const { words, view } = session;
  const kinds = words.all.audience === "employer" ? ["offer", "ask"] : ["ask", "offer"];
  return kinds.flatMap((kind) => Object.entries(words.all.statements)
    .filter(([id, statement]) => !statement.core && statement[kind] && !(id in (view[`${kind}s`] ?? {})))
    .map(([id]) => `${kind}.${id}`));
}

const FURTHER_SECONDS = 15; // for one statement, as the path counts it

export function moreScreen(session) {
  const { words } = session;
  const further = furtherScreens(session);
  const goOn = async () => {
    session.record("screen_reached", { screen: further[0] });
    await session.queue.settled(4); // the path has the further screens once the server knows
    session.go(further[0]);
  };
  const later = () => session.go(session.way.afterPart("more")?.id ?? "result");
  if (further.length === 0) return { heading: words.say("more.none"), body: [], onNext: later };
  const minutes = Math.ceil((further.length * FURTHER_SECONDS) / 60);
  return {
    heading: words.count("more.heading", further.length),
    why: words.count("more.why", minutes),
    body: make("div", { class: "stack" },
      button(words.say("more.later"), later, "go big"),
      button(words.count("more.on", further.length), goOn, "plain big")),
    hasNext: false,
  };
}
