// The page as it stands in the document: draws what the session asks for, and keeps focus, place and titles right.

import { make } from "./dom.js";
import {
  footerLinks, forgetPanel, languageToggle, noticesOf, partsList, progressBar, savedLine, savedWords, whereLine,
} from "./frame.js";
import { button } from "./parts.js";
import { drawnScreen } from "./screens.js";
import { Session } from "./session.js";
import { LOCALES } from "./words.js";

const CLICK_MS = 400; // longest time from the end of a touch to its click
const SAY_MS = 900; // a moment after the last change, so that a screen reader is not interrupted
const FOCUSABLE = "a, button, input, textarea, summary, [tabindex]";

export class Shell {
  constructor(model, el) {
    const piece = (name) => make("div", { class: name });
    this.pieces = {
      where: piece("where"), language: piece("toggle"), progress: piece("way"), parts: piece("parts"),
      notices: piece("notices"), screen: piece("screen"), saved: piece("status"), links: piece("leave"),
    };
    const { where, language, progress, parts, notices, screen, saved, links } = this.pieces;
    this.live = make("p", { class: "unseen", role: "status" });
    // Around us, JupyterLab takes arrows and letters for commands on cells: a key pressed here is for here.
    const keepKeys = (event) => event.ctrlKey || event.metaKey || event.stopPropagation();
    this.root = make("div", { class: "tw-workbook", "data-lm-suppress-shortcuts": "true", on: { keydown: keepKeys } },
      this.live, make("header", {}, where, language), progress,
      make("div", { class: "page" }, parts, make("div", { class: "column" }, notices, screen)),
      make("footer", {}, saved, links));
    el.append(this.root);
    this.isFirst = true;
    this.isForgetting = false;
    this.watchPointer();
    this.session = new Session(model, {
      onDraw: (reason) => this.draw(reason),
      onStatus: () => this.drawFrame(),
      onSay: (sentence) => this.say(sentence),
    });
    Object.assign(this.session, {
      root: this.root,
      focusOn: (selector) => this.focusOn(selector),
      askToForget: () => this.askToForget(true),
      keepMe: () => this.askToForget(false),
      print: () => this.printCode(),
    });
  }

  // While a finger or button is down, and until its click has come, nothing may be replaced under it: the click would
  // be lost. After a touch, the click comes some time after the finger has left.
  watchPointer() {
    this.owed = null;
    this.isPressed = false;
    let waiting = null;
    const release = () => {
      this.isPressed = false;
      const { owed } = this;
      this.owed = null;
      if (owed === "news") this.draw("news");
      else if (owed === "frame") this.drawFrame();
    };
    const releaseIn = (ms) => {
      clearTimeout(waiting);
      if (this.isPressed) waiting = setTimeout(release, ms);
    };
    const press = () => {
      clearTimeout(waiting);
      this.isPressed = true;
    };
    const ends = { pointerup: () => releaseIn(CLICK_MS), pointercancel: () => releaseIn(0), click: () => releaseIn(0) };
    const catchUp = () => setTimeout(() => this.isBehind && !this.isTyping && this.draw("news"));
    this.root.addEventListener("focusout", catchUp);
    this.root.addEventListener("pointerdown", press);
    for (const [name, end] of Object.entries(ends)) window.addEventListener(name, end);
    this.unwatch = () => {
      clearTimeout(waiting);
      for (const [name, end] of Object.entries(ends)) window.removeEventListener(name, end);
    };
  }

  draw(reason) {
    if (reason === "news" && this.isPressed) {
      this.owed = "news";
      return;
    }
    // What one is typing stays; what another tab has said meanwhile is shown when one has done.
    this.isBehind = reason === "news" && this.isTyping && this.session.drafts.unsaved > 0;
    if (this.isBehind) {
      this.drawFrame();
      return;
    }
    if (reason === "screen") this.isForgetting = false;
    const focus = this.rememberedFocus();
    this.root.setAttribute("lang", LOCALES[this.session.words.language]);
    this.root.dataset.screen = this.session.screen;
    const spec = drawnScreen(this.session);
    this.pieces.screen.replaceChildren(this.form(spec));
    this.drawPieces();
    this.tell(spec);
    if (reason !== "screen") this.restore(focus);
    else this.arrive();
  }

  arrive() {
    this.live.textContent = "";
    if (!this.isFirst) {
      const { top } = this.root.getBoundingClientRect();
      if (top < 0 || top > window.innerHeight / 2) this.root.scrollIntoView({ block: "start" });
      this.pieces.screen.querySelector("h1").focus({ preventScroll: true });
    }
    this.isFirst = this.session.screen === "opening"; // a page that opens does not take the focus
  }

  get isTyping() {
    const active = document.activeElement;
    return this.pieces.screen.contains(active) && active.matches("textarea, input:not([type=radio], [type=checkbox])");
  }

  form(spec) {
    const { words } = this.session;
    const back = spec.hasBack === false ? null : button(words.say("back"), () => this.session.back(), "plain");
    const skip = spec.onSkip ? button(words.say("skip"), () => spec.onSkip(), "quiet") : null;
    const label = spec.nextLabel ?? words.say("next");
    const next = spec.hasNext === false ? null : make("button", { type: "submit", class: "go" }, label);
    const submit = (event) => {
      event.preventDefault();
      if (spec.onNext) spec.onNext({ wait: (work, failed) => this.wait(form, work, failed) });
      else this.session.next();
    };
    const form = make("form", { novalidate: true, autocomplete: "off", on: { submit } },
      spec.tag ? make("div", { class: "tags" }, spec.tag) : null,
      make("h1", { tabindex: -1 }, spec.heading),
      spec.why ? make("p", { class: "why" }, spec.why) : null,
      spec.body,
      back || skip || next ? make("div", { class: "row" }, back, skip, next) : null);
    return form;
  }

  // Do something that asks the server, once at a time; `work` gives a sentence where it did not do it.
  async wait(form, work, failed = (sentence) => this.session.setTrouble(sentence)) {
    if (form.getAttribute("aria-busy") === "true") return;
    form.setAttribute("aria-busy", "true");
    const sentence = await work();
    form.removeAttribute("aria-busy");
    if (sentence === null) return;
    failed(sentence);
    this.say(this.session.words.of(sentence));
  }

  drawFrame() {
    if (this.isPressed) {
      this.owed ??= "frame";
      return;
    }
    const focus = this.rememberedFocus();
    this.drawPieces();
    this.restore(focus);
  }

  drawPieces() {
    const { session } = this;
    this.root.classList.toggle("is-open", session.isOpen);
    this.root.classList.toggle("is-page", session.host.host === "page");
    this.put("where", [whereLine(session)]);
    this.put("language", ["trouble", "language"].includes(session.screen) ? [] : [languageToggle(session)]);
    this.put("progress", [progressBar(session)]);
    this.put("parts", [partsList(session)]);
    this.put("notices", noticesOf(session));
    this.put("saved", [savedLine(session)]);
    this.put("links", [this.isForgetting ? forgetPanel(session) : footerLinks(session)]);
    this.announceSaved();
  }

  // Replace a piece only where it would look different.
  put(name, nodes) {
    const piece = this.pieces[name];
    const wanted = make("div", { class: piece.className }, nodes);
    if (!piece.isEqualNode(wanted)) piece.replaceChildren(...wanted.childNodes);
  }

  // Where the focus is, so that drawing again does not lose it.
  rememberedFocus() {
    const active = document.activeElement;
    const piece = Object.values(this.pieces).find((each) => each.contains(active));
    if (piece === undefined) return null;
    const place = [...piece.querySelectorAll(FOCUSABLE)].indexOf(active);
    const range = active.matches("textarea, input[type=text]") ? [active.selectionStart, active.selectionEnd] : null;
    return { piece, place, range, active };
  }

  restore(focus) {
    if (focus === null || focus.active.isConnected) return;
    const again = focus.piece.querySelectorAll(FOCUSABLE)[focus.place];
    again?.focus({ preventScroll: true });
    if (focus.range !== null) again?.setSelectionRange?.(...focus.range);
  }

  focusOn(selector) {
    const found = this.root.querySelector(selector);
    found?.focus();
    return found !== null;
  }

  // What the page around us may want to know; its title and language are its own.
  tell(spec) {
    const { words } = this.session;
    const title = `${spec.title ?? spec.heading} · ${words.say("brand")}`;
    this.root.dispatchEvent(new CustomEvent("tw-page", { bubbles: true, detail: { language: words.language, title } }));
  }

  say(sentence) {
    clearTimeout(this.saying);
    this.live.textContent = "";
    this.saying = setTimeout(() => { this.live.textContent = sentence; }, 60);
  }

  announceSaved() {
    const [state, said] = savedWords(this.session);
    if (state === this.lastState) return;
    const hadState = Boolean(this.lastState);
    this.lastState = state;
    clearTimeout(this.soon);
    if (state !== "saving" && said && hadState) this.soon = setTimeout(() => { this.live.textContent = said; }, SAY_MS);
  }

  askToForget(isAsked) {
    this.session.drafts.settleAll();
    this.isForgetting = isAsked;
    this.drawPieces();
    this.focusOn(isAsked ? ".forget h2" : ".links button:last-child");
  }

  printCode() {
    const done = () => {
      this.root.classList.remove("printing-code");
      window.removeEventListener("afterprint", done);
    };
    this.root.classList.add("printing-code");
    window.addEventListener("afterprint", done);
    window.print();
  }

  end() {
    this.unwatch();
    this.session.end();
    this.root.remove();
  }
}
