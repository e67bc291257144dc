// Where somebody is in the workbook, and how they get on: the way ahead, a look aside, and back.

import { Way } from "./path.js";

const ASIDE = ["answers", "code"]; // reached by a link too; one goes back to where one was
const BRANCHES = ["evidence_choice", "kind_question", "more"]; // what is answered there changes the way ahead
const BEFORE = { about: "language", consent: "about", code_entry: "about" }; // nothing is open yet
const SETTLE_S = 1.5; // how long Next waits for the server where the way ahead may change

// The part of a session that moves; what is held is the session's.
export class Journey {
  get way() {
    return new Way(this.kept.screens);
  }

  // Where one is on the way; a statement beyond the short path may not be on it yet.
  get current() {
    const known = this.way.find(this.screen);
    const [kind, statement] = (this.screen ?? "").split(/\.(.*)/);
    if (known !== null || !["ask", "offer"].includes(kind) || this.words.statement(statement) === null) return known;
    return { id: this.screen, part: "more", kind, statement, factor: this.words.statement(statement).factor };
  }

  show(id, refused = null) {
    this.drafts.settleAll();
    this.uncovered.clear();
    this.note = null;
    this.refused = refused;
    this.screen = id;
    if (this.isOpen && this.homes.length === 0 && id !== "answers") this.record("screen_reached", { screen: id });
    this.onDraw("screen");
    if (id === "result") this.fetchResult();
  }

  // Look at a page, or change an answer, and come back here afterwards.
  visit(id) {
    this.homes.push({ id: this.screen, after: this.way.after(this.screen)?.id ?? null });
    this.show(id);
  }

  // Go to a screen for good.
  go(id) {
    this.homes = [];
    this.show(id);
  }

  goHome() {
    const { id, after } = this.homes.pop();
    const isThere = ASIDE.includes(id) || this.way.find(id) !== null;
    this.show(isThere ? id : this.way.find(after)?.id ?? this.way.open.id);
  }

  async next() {
    const { screen, current } = this;
    this.drafts.settleAll();
    const ahead = this.way.after(screen);
    const isVisit = this.homes.length > 0;
    if (isVisit || ahead?.part !== current?.part || BRANCHES.includes(current.kind)) {
      await this.queue.settled(SETTLE_S);
      if (this.screen !== screen) return; // somebody was faster
    }
    if (isVisit) this.goHome();
    else this.go((this.way.after(screen) ?? this.whereOneWas).id);
  }

  back() {
    if (!this.isOpen) return this.show(BEFORE[this.screen] ?? "language");
    if (this.homes.length > 0) return this.goHome();
    return this.go((this.way.before(this.screen) ?? this.whereOneWas).id);
  }

  get whereOneWas() {
    return this.way.find(this.view.screen) ?? this.way.open;
  }
}
