// What stands around every screen: language, time left, the list of parts, what is saved, and how to leave.

import { draw, freshId, make } from "./dom.js";
import { button } from "./parts.js";
import { LOCALES } from "./words.js";

export function languageToggle(session) {
  const { words } = session;
  return make("button", {
    type: "button", class: "language", lang: LOCALES[words.other], on: { click: () => session.speak(words.other) },
  }, words.find("language.name")[words.other]);
}

function isOnWay(session) {
  return session.isOpen && session.current !== null;
}

function minutesLeft(session) {
  return session.words.count("minutes", session.way.minutesLeft(session.screen));
}

// "About N minutes left", or what this page is where there is no way to be on.
export function whereLine(session) {
  if (isOnWay(session)) return make("p", {}, minutesLeft(session));
  const sign = draw("svg", { class: "brand-sign", viewBox: "0 0 32 24", "aria-hidden": "true", focusable: "false" },
    draw("path", { class: "half", d: "M14.5 3a9 9 0 0 0 0 18Z" }),
    draw("path", { class: "other-half", d: "M17.5 3a9 9 0 0 1 0 18Z" }));
  return make("p", { class: "brand" }, sign, session.words.say("brand"));
}

export function progressBar(session) {
  if (!isOnWay(session)) return null;
  const share = Math.round(session.way.share(session.screen) * 100);
  return make("progress", {
    max: 100, value: share, "aria-label": session.words.say("progress"), "aria-valuetext": minutesLeft(session),
  });
}

// The parts at the left of a wide page: where one is, and a way to jump.
export function partsList(session) {
  const { words, way, current } = session;
  if (!session.isOpen) return null;
  const entry = (part) => {
    const isHere = part.id === current?.part;
    const mark = isHere ? "●" : part.isDone ? "✓" : "○";
    const state = part.isDone && !isHere ? make("span", { class: "unseen" }, ` (${words.say("parts.done")})`) : null;
    const name = make("span", {}, words.say(`part.${part.id}`), state);
    const sign = make("span", { class: "mark", "aria-hidden": "true" }, mark);
    return button([sign, name], () => session.go(part.enter), "part", { "aria-current": isHere ? "step" : null });
  };
  return make("nav", { "aria-label": words.say("parts.label") },
    make("ol", { role: "list" }, way.parts.map((part) => make("li", {}, entry(part)))));
}

// What is said of saving: [a state for looks, a sentence].
export function savedWords(session) {
  if (!session.isOpen) return ["", ""];
  const state = session.savedState === "saved" && session.link.isLost ? "lost" : session.savedState;
  return [state, session.words.say(`saved.${state}`)];
}

export function savedLine(session) {
  const [state, said] = savedWords(session);
  return make("p", { class: `saved is-${state}` }, said);
}

export function footerLinks(session) {
  const { words, screen, isOpen } = session;
  const link = (short, more, onClick) =>
    button([words.say(short), more ? make("span", { class: "more" }, ` ${words.say(more)}`) : null], onClick, "quiet");
  return make("div", { class: "links" },
    !isOpen || screen === "answers" ? null : link("footer.answers", null, () => session.visit("answers")),
    !isOpen || screen === "result" ? null : link("footer.finish", "footer.finish_more", () => session.go("result")),
    screen === "trouble" ? null : link("footer.forget", "footer.forget_more", () => session.askToForget()));
}

// "Forget me": asked once, in place of the footer's links.
export function forgetPanel(session) {
  const { words, unsent } = session;
  const id = (session.forgetId ??= freshId());
  const escape = (event) => event.key === "Escape" && session.keepMe();
  return make("div", { class: "forget", role: "group", "aria-labelledby": id, on: { keydown: escape } },
    make("h2", { id, tabindex: -1 }, words.say("forget.heading")),
    session.isOpen
      ? [make("p", {}, words.say("forget.code")), make("p", { class: "code", translate: "no" }, session.code)]
      : make("p", {}, words.say("forget.nothing")),
    unsent > 0 ? make("p", { class: "warning" }, words.count("forget.unsent", unsent)) : null,
    make("div", { class: "pair" },
      button(words.say("forget.keep"), () => session.keepMe(), "plain"),
      button(words.say("forget.yes"), () => session.forget(), "go")));
}

// No answer any more, or something that could not be kept: a sentence, and one button where one helps.
export function noticesOf(session) {
  const { words, link, host } = session;
  const notices = [];
  if (link.isLost) {
    const isPage = host.host !== "notebook";
    const about = session.unsent === 0 ? "lost.all_saved" : session.keeper.works ? "lost.kept" : "lost.unsaved";
    notices.push(make("div", { class: "lost" },
      make("p", {}, words.say(isPage ? "lost.page" : "lost.notebook"), session.isOpen ? ` ${words.say(about)}` : null),
      isPage
        ? button(words.say("lost.reload"), () => session.reload(), "go")
        : button(words.say("lost.again"), () => session.again(), "go")));
  }
  if (session.trouble !== null) notices.push(make("p", { class: "notice" }, words.of(session.trouble)));
  if (session.note !== null) notices.push(make("p", { class: "notice" }, words.of(session.note)));
  return notices;
}
