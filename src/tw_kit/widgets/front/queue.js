// Events on their way: kept in the browser until the server says that they are on disk, and sent until it does.

import { aboutWhat } from "./state.js";

const BATCH = 40; // events in one message
const BATCH_SIZE = 200_000; // characters in one message, if it is more than one event
const PAUSES = [1, 2, 4, 8, 15, 30]; // seconds before the next try

function randomKey() {
  // crypto.randomUUID would need https, and a laptop in a room has none
  return Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

export class Queue {
  // onChange() after every change; onReply(reply) with each answer of the server; stamp() of the view one holds.
  constructor(link, keeper, { onChange, onReply, stamp }) {
    Object.assign(this, { link, keeper, onChange, onReply, stamp });
    this.name = `queue.${randomKey()}`;
    this.events = [];
    this.code = null;
    this.fails = 0;
    this.timer = null;
    this.isSending = false;
    this.waiters = [];
  }

  // Whose events these are; what an earlier page left unsent comes first.
  begin(code) {
    this.stop();
    this.code = code;
    for (const name of this.keeper.names("queue.")) {
      const left = this.keeper.read(name);
      if (left?.code !== code || !Array.isArray(left.events) || name === this.name) continue;
      this.events.push(...left.events.filter((event) => !this.events.some((each) => each.key === event.key)));
      this.keeper.remove(name);
    }
    for (const event of this.events) event.tried = true; // it may be on disk already
    this.keep();
    this.send();
  }

  add(kind, data) {
    const event = { key: randomKey(), kind, data, tried: false };
    const about = aboutWhat(event);
    this.events = [...this.events.filter((each) => each.tried || aboutWhat(each) !== about), event];
    this.keep();
    this.onChange();
    this.send();
  }

  get state() {
    if (this.events.length === 0) return "saved";
    if (this.fails === 0) return "saving";
    return this.keeper.works ? "kept" : "unsaved";
  }

  keep() {
    if (this.events.length === 0) this.keeper.remove(this.name);
    else this.keeper.works = this.keeper.write(this.name, { code: this.code, events: this.events });
  }

  batch() {
    let size = 0;
    const fits = (event, place) => {
      size += JSON.stringify(event).length;
      return place === 0 || (place < BATCH && size < BATCH_SIZE);
    };
    const end = this.events.findIndex((event, place) => !fits(event, place));
    return end === -1 ? this.events : this.events.slice(0, end);
  }

  async send() {
    clearTimeout(this.timer);
    if (this.isSending || this.code === null) return;
    if (this.events.length === 0) {
      this.settle();
      return;
    }
    this.isSending = true;
    const code = this.code;
    const sent = this.batch();
    for (const event of sent) event.tried = true;
    const events = sent.map(({ key, kind, data }) => ({ key, kind, data }));
    const reply = await this.link.ask({ type: "events", events, stamp: this.stamp() });
    this.isSending = false;
    if (code !== this.code) return; // another workbook by now, or none
    if (reply?.type === "kept") {
      this.acknowledge(reply);
    } else {
      this.fails += 1;
      this.timer = setTimeout(() => this.send(), PAUSES[Math.min(this.fails, PAUSES.length) - 1] * 1000);
    }
    if (reply !== null) this.onReply(reply);
    this.onChange();
    if (reply?.type === "kept") this.send();
    else this.settle();
  }

  // Let go of what is on disk, and of what was refused for good.
  acknowledge({ keys = [], refused = [] }) {
    this.fails = 0;
    const gone = new Set([...keys, ...refused.map((each) => each.key)]);
    this.events = this.events.filter((event) => !gone.has(event.key));
    this.keep();
  }

  // Resolves when all is sent, when sending failed, or after `seconds`.
  settled(seconds) {
    if (this.events.length === 0) return Promise.resolve();
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        resolve();
      };
      const timer = setTimeout(done, seconds * 1000);
      this.waiters.push(done);
    });
  }

  settle() {
    for (const done of this.waiters.splice(0)) done();
  }

  stop() {
    clearTimeout(this.timer);
    this.events = [];
    this.code = null;
    this.fails = 0;
    this.settle();
  }
}
