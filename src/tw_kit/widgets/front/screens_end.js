// The code, the result, and everything that was answered.

import { make, qrDrawing } from "./dom.js";
import { handouts } from "./handout.js";
import { button, coveredUntilTouched, fold, list } from "./parts.js";
import { asksPicture, pictureTable, placePicture } from "./picture.js";
import { answerRow, changeButton } from "./screens_check.js";
import { consents, situations } from "./screens_begin.js";

const KEEPING = "keep_for_next_visit"; // the consent that keeps answers for longer

function copied(text, shown) {
  if (navigator.clipboard) return navigator.clipboard.writeText(text).then(() => true, () => copiedBySelecting(shown));
  return Promise.resolve(copiedBySelecting(shown)); // plain http in a room has no clipboard
}

function copiedBySelecting(shown) {
  const selection = window.getSelection();
  selection.selectAllChildren(shown);
  try {
    return document.execCommand("copy");
  } catch {
    return false;
  }
}

export function codeCard(session, isShort = false) {
  const { words } = session;
  const shown = make("p", { class: "code", translate: "no" }, session.code);
  const said = make("p", { class: "notice", hidden: true });
  const tell = (id) => {
    said.hidden = false;
    said.textContent = words.say(id);
    session.onSay(words.say(id));
  };
  const copy = async () => tell((await copied(session.code, shown)) ? "code.copied" : "code.selected");
  return make("div", { class: `code-card ${isShort ? "short" : ""}` },
    make("p", { class: "code-what" }, words.say("code.card")),
    shown,
    session.qr ? qrDrawing(session.qr, words.say("code.qr", { code: session.code })) : null,
    make("div", { class: "pair" },
      button(words.say("code.copy"), copy),
      button(words.say("code.print"), () => session.print())),
    said);
}

function keptHowLong(session) {
  const isLong = KEEPING in (session.view.consents ?? {});
  return make("p", { class: "hint" }, session.words.say(isLong ? "code.kept_long" : "code.kept_short"));
}

export function codeScreen(session) {
  const { words } = session;
  return {
    heading: words.say("code.heading"),
    why: words.say("code.why"),
    body: [codeCard(session), make("p", { class: "warning" }, words.say("code.lost")), keptHowLong(session)],
    nextLabel: words.say("code.next"),
  };
}

function section(title, ...content) {
  return make("section", {}, make("h2", {}, title), content);
}

function sentences(title, lines, tag = "ul") {
  return lines.length === 0 ? null : section(title, list(tag, lines, { class: "lines" }));
}

// A person's words within a sentence of ours: their direction of writing ends with them.
function isolated(text) {
  return `\u2068${text}\u2069`;
}

function stepLine(words, { what, by, who }) {
  const date = by ? new Intl.DateTimeFormat(words.language === "fr" ? "fr-CA" : "en-CA", { dateStyle: "long", timeZone: "UTC" }).format(new Date(by)) : null;
  const more = [date && words.say("result.step_by", { date }), who && words.say("result.step_with", { who: isolated(who) })].filter(Boolean).join(", ");
  return [make("bdi", {}, what), more ? ` (${more})` : ""];
}

function releaseRow(session, { statement, text, answer }) {
  const { words } = session;
  return make("div", { class: "answer tall" },
    make("p", { class: "sentence" }, coveredUntilTouched(session, statement, () => text)),
    session.uncovered.has(statement) ? make("p", { class: "given" }, answer) : null,
    make("label", { class: "switch" },
      make("input", {
        type: "checkbox", checked: (session.view.released ?? []).includes(statement),
        on: { change: (event) => session.release(statement, event.target.checked) },
      }),
      make("span", {}, words.say("result.may_show"),
        session.uncovered.has(statement) ? null : make("span", { class: "unseen" }, ` ${words.say("private.unread")}`))));
}

function ending(session) {
  const { words, view } = session;
  if (view.is_finished) return make("section", { class: "thanks" }, make("h2", { tabindex: -1 }, words.say("end.heading")), make("p", {}, words.say("end.text")));
  const finish = () => {
    session.record("sitting_finished", {});
    session.onDraw("again");
    session.focusOn(".thanks h2");
  };
  return make("div", { class: "stack" }, make("p", {}, words.say("end.ask")), button(words.say("end.finish"), finish, "go big"));
}

function pictures(session, result) {
  const { words, view } = session;
  const place = view.maps?.place?.about;
  return [
    make("h3", {}, words.say("picture.asks")),
    asksPicture(session, result.picture),
    result.has_map ? [make("h3", {}, place ? make("bdi", {}, place) : words.say("picture.place")), placePicture(session, result.picture)] : null,
    fold(session, "table", words.say("picture.as_table"), pictureTable(session, result)),
  ];
}

export function resultScreen(session) {
  const { words, view } = session;
  const result = session.result?.[words.language] ?? null;
  if (result === null) return { heading: words.say("result.heading"), body: make("p", { class: "hint" }, words.say(session.hasNoResult ? "lost.short" : "result.wait")), hasNext: false };
  const steps = Object.values(view.steps ?? {}).filter((step) => step.what).map((step) => stepLine(words, step));
  const magnets = (view.magnets ?? []).map((id) => words.factorName(id));
  const links = make("div", { class: "stack" },
    button(words.say("footer.answers"), () => session.visit("answers"), "plain"),
    session.way.find("more") ? button(words.say("result.more"), () => session.visit("more"), "plain") : null);
  return {
    heading: words.say("result.heading"),
    why: words.say(result.is_empty ? "result.empty" : "result.why"),
    body: [
      result.lead.length > 0 ? list("ul", result.lead, { class: "lead" }) : null,
      magnets.length === 0 ? null : section(words.say("result.magnets"),
        make("ol", { class: "magnets", role: "list" }, magnets.map((name, place) => make("li", {}, make("span", { class: "rank" }, `★ ${place + 1}`), " ", name)))),
      sentences(words.say("result.also"), result.also),
      sentences(words.say("result.brings"), result.brings),
      sentences(words.say("result.questions"), result.questions, "ol"),
      sentences(words.say("result.steps"), steps),
      result.is_empty ? null : section(words.say("result.picture"), pictures(session, result)),
      section(words.say("handout.heading"), make("p", { class: "hint" }, words.say("handout.why")), handouts(session)),
      result.private.length === 0 ? null : section(words.say("result.private"), make("p", { class: "hint" }, words.say("result.private_why")),
        make("ul", { class: "answers", role: "list" }, result.private.map((each) => make("li", {}, releaseRow(session, each))))),
      section(words.say("code.heading"), codeCard(session, true), make("p", { class: "hint" }, words.say("code.lost")), keptHowLong(session)),
      links,
      ending(session),
    ],
    hasNext: false,
  };
}

function answersPart(session, part, kind) {
  const { words, view } = session;
  const ids = Object.entries(words.all.statements)
    .filter(([id, words_]) => words_[kind] && (words_.core || id in (view[part] ?? {}) || (view.skipped ?? []).includes(id)))
    .map(([id]) => id);
  return fold(session, `answers.${part}`, make("span", { class: "grow" }, words.say(`part.${part}`)),
    make("ul", { class: "answers", role: "list" }, ids.map((id) => make("li", {}, answerRow(session, { id, part, kind })))));
}

function toldRow(session, { question, answer, screen }) {
  const { words } = session;
  return make("li", {}, make("div", { class: "answer" },
    make("div", { class: "grow" }, make("p", { class: "sentence" }, question), make("p", { class: "given own" }, answer ? make("bdi", {}, answer) : words.say("answers.none"))),
    changeButton(session, screen, question)));
}

function toldPart(session, id, rows) {
  if (rows.length === 0) return null;
  return fold(session, `answers.${id}`, make("span", { class: "grow" }, session.words.say(`part.${id}`)),
    make("ul", { class: "answers", role: "list" }, rows.map((row) => toldRow(session, row))));
}

function toldRows(session) {
  const { words, view } = session;
  const clarity = (when) => words.all.clarity.items.map((item) => {
    const value = view.clarity?.[when]?.[item.id];
    return { question: words.clarity(item.id), answer: words.of(words.all.agreement.find((level) => level.value === value)?.label), screen: `clarity_${when}.${item.id}` };
  });
  const place = view.maps?.place ?? { about: "", ratings: {} };
  const ratings = words.all.factors.map(({ id }) => ({
    question: words.factorName(id), answer: words.of(words.all.ratings.find((level) => level.value === place.ratings[id])?.label), screen: `rating.${id}`,
  }));
  const evidence = (view.evidence_chosen ?? []).map((id) => ({
    question: words.isPrivate(id) ? words.say("private.unread") : words.sentence(id),
    answer: view.evidence?.[id] && words.isPrivate(id) ? words.say("reflect.written") : view.evidence?.[id], screen: `evidence.${id}`,
  }));
  const reflections = words.all.factors.filter(({ id }) => view.reflections?.[id]).map(({ id }) => ({
    question: words.factorName(id), answer: view.reflections[id], screen: "reflect",
  }));
  const magnets = { question: words.say("magnets.heading"), answer: (view.magnets ?? []).map((id) => words.factorName(id)).join(", "), screen: "magnets" };
  const steps = Object.values(view.steps ?? {}).map((step) => make("p", {}, stepLine(words, step)));
  return {
    clarity_before: clarity("before"),
    place: [{ question: words.say("place.label"), answer: place.about, screen: "place" }, ...ratings],
    evidence,
    think: [...reflections, magnets],
    steps: [{ question: words.say("steps.heading"), answer: steps.length > 0 ? steps : null, screen: "steps" }],
    clarity_after: clarity("after"),
  };
}

export function answersScreen(session) {
  const { words, view } = session;
  const told = toldRows(session);
  const given = Object.keys(view.consents ?? {});
  const change = (scope, isGiven) => {
    const { version } = words.all.consents.scopes.find((each) => each.id === scope);
    session.record(isGiven ? "consent_given" : "consent_withdrawn", isGiven ? { scope, version } : { scope });
  };
  const order = words.all.audience === "employer" ? ["offers", "asks"] : ["asks", "offers"];
  const statements = order.map((part) => answersPart(session, part, part.slice(0, -1)));
  return {
    heading: words.say("answers.heading"),
    why: words.say("answers.why"),
    body: [
      make("div", { class: "folds" },
        toldPart(session, "clarity_before", told.clarity_before),
        toldPart(session, "place", told.place),
        statements,
        ["evidence", "think", "steps", "clarity_after"].map((id) => toldPart(session, id, told[id])),
        fold(session, "answers.consents", make("span", { class: "grow" }, words.say("consent.heading")), consents(session, { given, onChange: change })),
        fold(session, "answers.situation", make("span", { class: "grow" }, words.say("answers.situation")),
          situations(session, { chosen: view.variant ?? "", onChoose: (variant) => session.adapt(variant || null) }))),
      button(words.say("answers.code"), () => session.visit("code"), "plain"),
    ],
    nextLabel: words.say("answers.back"),
    hasBack: false,
  };
}
