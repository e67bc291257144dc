// One person at one workbook: what is held, where they are, and what they do. It knows nothing of how it looks.

import { codeInAddress, preferredLanguage, watchComing } from "./browser.js";
import { Drafts } from "./drafts.js";
import { Journey } from "./journey.js";
import { Link } from "./link.js";
import { Queue } from "./queue.js";
import { withEvents } from "./state.js";
import { Keeper, forgetAll } from "./storage.js";
import { Words } from "./words.js";

export class Session extends Journey {
  // onDraw(reason): "screen" for another screen, "again" for what one just did, "news" for what came from elsewhere.
  // onStatus() for what is said of saving; onSay(sentence) for what is announced.
  constructor(model, { onDraw, onStatus, onSay }) {
    super();
    Object.assign(this, { onDraw, onStatus, onSay });
    this.host = model.get("view") ?? {};
    this.words = new Words(model.get("words"));
    this.keeper = new Keeper(this.words.all.audience);
    this.link = new Link(model, {
      onTrouble: () => this.onStatus(), onStray: (reply) => this.stray(reply), onBack: () => this.again(),
    });
    this.queue = new Queue(this.link, this.keeper, {
      onChange: () => this.onStatus(), onReply: (reply) => this.took(reply), stamp: () => this.kept.stamp,
    });
    this.drafts = new Drafts();
    this.uncovered = new Set();
    this.unfolded = new Set();
    this.close();
  }

  close() {
    Object.assign(this, { code: null, qr: null, kept: {}, view: {}, screen: null, homes: [] });
    Object.assign(this, { trouble: null, refused: null, note: null, result: null, hasNoResult: false });
    this.extraSteps = new Set();
  }

  get isOpen() {
    return this.code !== null;
  }

  // "saved" only when nothing is under way.
  get savedState() {
    const isTyping = this.drafts.unsaved > 0;
    return this.queue.state === "saved" && isTyping ? "saving" : this.queue.state;
  }

  get unsent() {
    return this.queue.events.length + this.drafts.unsaved;
  }

  // Take what the server sent; tells whether it is news to this page.
  merge(view) {
    this.kept = { ...this.kept, ...(view ?? {}) };
    const before = asTold(this.view);
    this.view = withEvents(this.kept, this.queue.events);
    this.words.variant = this.view.variant ?? null;
    return asTold(this.view) !== before;
  }

  took(reply) {
    if (reply.type === "gone") return this.lose(reply.sentence);
    if (reply.type === "refused") return this.openAgain();
    if (reply.type !== "kept" && reply.type !== "view") return this.setTrouble(reply.sentence ?? null);
    this.setTrouble(reply.refused?.[0]?.sentence ?? null);
    if (!this.merge(reply.view)) return this.onStatus();
    if (this.screen === "result") this.fetchResult();
    return this.onDraw("news");
  }

  // An answer that came too late, or that another view of the same model asked for.
  stray(reply) {
    if (!this.isOpen || (reply.type !== "kept" && reply.type !== "view")) return;
    this.queue.acknowledge(reply);
    this.look(); // its view may be told from another stamp than ours
  }

  setTrouble(sentence) {
    if (sentence?.en === this.trouble?.en) return; // said once, however often it is tried
    this.trouble = sentence;
    this.onStatus();
    if (sentence !== null) this.onSay(this.words.of(sentence));
  }

  async begin() {
    this.stop ??= watchComing({
      back: () => this.look(), away: () => this.drafts.settleAll(), other: (event) => this.otherTab(event),
    });
    const memory = this.keeper.read("workbook") ?? {};
    this.words.language = memory.language ?? this.host.asked_language ?? preferredLanguage();
    if (this.host.trouble) return this.show("trouble");
    const asked = this.host.host === "page" ? codeInAddress() : null;
    const code = asked ?? memory.code ?? null;
    if (code === null) return this.show(memory.language || this.host.asked_language ? "about" : "language");
    this.show("opening");
    const reply = await this.open(code, memory.language ?? this.host.asked_language);
    if (reply?.type === "opened") return undefined;
    if (reply === null || reply.type === "failed") {
      this.setTrouble(reply?.sentence ?? null);
      return this.link.lose(); // nothing is lost: the next try opens it
    }
    if (asked === null) return this.lose(reply.sentence);
    this.drafts.hold("code", asked);
    this.show("code_entry", reply.sentence);
    return undefined;
  }

  async start({ variant, consents }) {
    const reply = await this.link.ask({ type: "start", language: this.words.language, variant, consents });
    if (reply?.type === "opened") this.opened(reply, { isNew: true });
    return reply;
  }

  // `language` is what the page speaks then; without it, that of the workbook.
  async open(code, language) {
    const reply = await this.link.ask({ type: "open", code });
    if (reply?.type === "opened") this.opened(reply, { language: language ?? reply.view.language });
    return reply;
  }

  // The server does not know any more what is open here: it may be another one by now.
  async openAgain() {
    const { code } = this;
    const reply = await this.link.ask({ type: "open", code });
    if (reply === null || this.code !== code) return;
    if (reply.type !== "opened") this.setTrouble(reply.sentence ?? null);
    else if (this.merge(reply.view)) this.onDraw("news");
  }

  opened(reply, { isNew = false, language = this.words.language }) {
    this.close();
    this.drafts.dropAll();
    this.code = reply.code;
    this.qr = reply.qr;
    this.words.language = language;
    this.queue.begin(reply.code);
    this.merge(reply.view);
    this.remember();
    this.show(isNew ? "code" : this.whereOneWas.id);
    this.note = this.view.note ?? null; // said once, on the first screen
    this.onStatus();
  }

  remember() {
    this.keeper.write("workbook", { code: this.code, language: this.words.language });
  }

  record(kind, data) {
    if (!this.isOpen) return;
    this.queue.add(kind, data);
    this.merge({});
  }

  // Something was typed into a field; it is saved once typing pauses.
  typed(name, value, save) {
    const before = this.savedState;
    this.drafts.hold(name, value, save);
    if (this.savedState !== before) this.onStatus();
  }

  speak(language) {
    this.words.language = language;
    this.remember();
    this.record("language_chosen", { language });
    this.onDraw("again");
  }

  // The wording that fits: for one who looks for work, or one who has it.
  adapt(variant) {
    this.record("variant_chosen", { variant });
    this.onDraw("again");
  }

  uncover(statement) {
    this.uncovered.add(statement);
    this.onDraw("again");
    this.focusOn(`[data-statement="${statement}"]`) || this.focusOn("h1");
  }

  async fetchResult() {
    await this.queue.settled(4);
    const reply = await this.link.ask({ type: "result" });
    this.hasNoResult = reply?.type !== "result";
    if (reply?.type === "result") this.result = reply.result;
    if (reply?.type === "gone") this.lose(reply.sentence);
    else if (this.screen === "result") this.onDraw("news");
  }

  release(statement, isReleased) {
    this.record(isReleased ? "private_released" : "private_withheld", { statement });
    this.fetchResult();
  }

  end() {
    this.drafts.settleAll();
    this.stop?.();
    this.queue.stop();
    this.link.close();
  }

  letGo() {
    this.drafts.dropAll();
    this.queue.stop();
    if (this.isOpen) this.link.ask({ type: "close" });
    this.close();
    this.words.variant = null;
    this.unfolded.clear();
    forgetAll();
  }

  forget() {
    this.letGo();
    this.show("language");
    this.onSay(this.words.say("forget.done"));
  }

  // The workbook is not there any more: it was erased, or its time is over.
  lose(sentence) {
    this.letGo();
    this.gone = sentence;
    this.show("gone");
  }

  async look() {
    if (!this.isOpen || document.visibilityState === "hidden") return;
    if (this.queue.events.length > 0) {
      this.queue.send();
      return;
    }
    const { code } = this;
    const reply = await this.link.ask({ type: "look", stamp: this.kept.stamp });
    if (reply !== null && this.code === code) this.took(reply);
  }

  // Try again what found no answer; with nothing open, whether there is one.
  again() {
    if (this.isOpen) return this.look();
    return this.screen === "opening" ? this.begin() : this.link.ask({ type: "look" });
  }

  reload() {
    this.drafts.settleAll();
    location.reload();
  }

  otherTab(event) {
    const name = this.keeper.nameIn(event);
    if (name === null || !this.isOpen) return;
    if (name === "" || (name === "workbook" && event.newValue === null)) this.forget();
    else this.look();
  }
}

// What a screen may show of a view, to be compared. Where one is is no news: another tab may be elsewhere.
function asTold({ screen, screens, language, stamp, skipped = [], released = [], ...rest }) {
  return JSON.stringify([rest, [...skipped].sort(), [...released].sort()]);
}
