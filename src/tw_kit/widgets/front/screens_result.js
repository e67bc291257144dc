// The last page: what stands out in sentences, the pictures, handouts, release of private answers, the end.

import { make } from "./dom.js";
import { handouts } from "./handout.js";
import { button, coveredUntilTouched, fold, list, rank, stepLine } from "./parts.js";
import { asksPicture, pictureTable, placePicture } from "./picture.js";
import { codeCard, keptHowLong } from "./screens_code.js";

function section(title, ...content) {
  return make("section", {}, make("h2", {}, title), content);
}

function sentences(title, lines, tag = "ul") {
  return lines.length === 0 ? null : section(title, list(tag, lines, { class: "lines" }));
}

function magnets(session) {
  const { words, view } = session;
  const chosen = view.magnets ?? [];
  if (chosen.length === 0) return null;
  const names = chosen.map((id, place) => [rank(place + 1), " ", words.factorName(id)]);
  return section(words.say("result.magnets"), list("ol", names, { class: "magnets" }));
}

function pictures(session, result) {
  const { words, view } = session;
  const place = view.maps?.place?.about;
  const hasAsks = result.picture.some((row) => row.needs + row.wants + row.rather_nots + row.avoids > 0);
  const titled = (title, picture) => [make("h3", {}, title), picture];
  return section(words.say("result.picture"),
    hasAsks ? titled(words.say("picture.asks"), asksPicture(session, result.picture)) : null,
    result.has_map
      ? titled(place ? make("bdi", {}, place) : words.say("picture.place"), placePicture(session, result.picture))
      : null,
    fold(session, "table", words.say("picture.as_table"), pictureTable(session, result)));
}

// A private answer, and whether the other side may see it.
function releaseRow(session, { statement, text, answer }) {
  const { words } = session;
  const isUncovered = session.uncovered.has(statement);
  const input = make("input", {
    type: "checkbox",
    checked: (session.view.released ?? []).includes(statement),
    on: { change: (event) => session.release(statement, event.target.checked) },
  });
  return make("div", { class: "answer tall" },
    make("p", { class: "sentence" }, coveredUntilTouched(session, statement, () => text)),
    isUncovered ? make("p", { class: "given" }, answer) : null,
    make("label", { class: "switch" }, input,
      make("span", {}, words.say("result.may_show"),
        isUncovered ? null : make("span", { class: "unseen" }, ` ${words.say("private.unread")}`))));
}

function privateAnswers(session, result) {
  const { words } = session;
  if (result.private.length === 0) return null;
  return section(words.say("result.private"),
    make("p", { class: "hint" }, words.say("result.private_why")),
    list("ul", result.private.map((each) => releaseRow(session, each)), { class: "answers" }));
}

function ending(session) {
  const { words, view } = session;
  if (view.is_finished) {
    return make("section", { class: "thanks" },
      make("h2", { tabindex: -1 }, words.say("end.heading")), make("p", {}, words.say("end.text")));
  }
  const finish = () => {
    session.record("sitting_finished", {});
    session.onDraw("again");
    session.focusOn(".thanks h2");
  };
  return make("div", { class: "stack" },
    make("p", {}, words.say("end.ask")), button(words.say("end.finish"), finish, "go big"));
}

// The first statement of the short path that was neither answered nor passed over, or null.
function stoppedAt({ way, view }) {
  const isLeft = ({ part, statement }) => ["asks", "offers"].includes(part) && statement !== undefined
    && ![view.asks, view.offers].some((given) => statement in (given ?? {})) && !(view.skipped ?? []).includes(statement);
  return way.screens.find(isLeft) ?? null;
}

export function resultScreen(session) {
  const { words, view } = session;
  const heading = words.say("result.heading");
  const result = session.result?.[words.language] ?? null;
  if (result === null) {
    const said = words.say(session.hasNoResult ? "lost.short" : "result.wait");
    return { heading, body: make("p", { class: "hint" }, said), hasNext: false };
  }
  const steps = Object.values(view.steps ?? {}).filter((step) => step.what).map((step) => stepLine(session, step));
  const stopped = stoppedAt(session);
  return {
    heading,
    why: words.say(result.is_empty ? "result.empty" : "result.why"),
    body: [
      result.lead.length > 0 ? list("ul", result.lead, { class: "lead" }) : null,
      magnets(session),
      sentences(words.say("result.also"), result.also),
      sentences(words.say("result.brings"), result.brings),
      sentences(words.say("result.questions"), result.questions, "ol"),
      sentences(words.say("result.steps"), steps),
      result.is_empty ? null : pictures(session, result),
      section(words.say("handout.heading"), make("p", { class: "hint" }, words.say("handout.why")), handouts(session)),
      privateAnswers(session, result),
      section(words.say("code.heading"), codeCard(session, { isShort: true }),
        make("p", { class: "hint" }, words.say("code.lost")), keptHowLong(session)),
      make("div", { class: "stack" },
        stopped === null ? null : button(words.say("result.go_on"), () => session.go(stopped.id)),
        button(words.say("footer.answers"), () => session.visit("answers")),
        session.way.find("more") ? button(words.say("result.more"), () => session.visit("more")) : null),
      ending(session),
    ],
    hasNext: false,
  };
}
