// Asking the server: a number for each message, the answer that repeats it, and patience that ends.

const SECONDS = { events: 12, look: 12, start: 25, open: 25, result: 30, handout: 90, close: 12 };

export class Link {
  // onTrouble() tells when nothing answers any more, and when something does again; onStray(reply) gets an answer
  // that nobody here waits for (any more); onBack() where what was asked is to be asked again.
  constructor(model, { onTrouble, onStray, onBack }) {
    Object.assign(this, { model, onTrouble, onStray, onBack });
    this.waiting = new Map();
    this.last = crypto.getRandomValues(new Uint32Array(1))[0]; // two views of one model hear each other's answers
    this.unanswered = 0;
    this.isLost = false;
    this.heard = (reply) => this.hear(reply);
    this.broke = () => {
      this.giveUp();
      this.lose();
    };
    this.returned = () => {
      this.find();
      // Of two answers the first counts: a handout that is in the making is not asked for again, it comes.
      for (const [id, { message }] of this.waiting) if (message.type !== "handout") this.tell(id, message);
      this.onBack();
    };
    model.on("msg:custom", this.heard);
    model.on("host:lost", this.broke);
    model.on("host:back", this.returned);
  }

  // The answer to a message; null where none came.
  ask(message) {
    this.last += 1;
    const id = this.last;
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        this.waiting.delete(id);
        this.unanswered += 1;
        if (this.unanswered >= 2) this.lose();
        resolve(null);
      }, SECONDS[message.type] * 1000);
      this.waiting.set(id, { resolve, timer, message });
      this.tell(id, message);
    });
  }

  tell(id, message) {
    try {
      this.model.send({ id, ...message });
    } catch {
      // the time limit tells
    }
  }

  hear(reply) {
    const waiting = this.waiting.get(reply?.id);
    this.find();
    if (waiting === undefined) return this.onStray(reply ?? {});
    clearTimeout(waiting.timer);
    this.waiting.delete(reply.id);
    return waiting.resolve(reply);
  }

  find() {
    this.unanswered = 0;
    if (!this.isLost) return;
    this.isLost = false;
    this.onTrouble();
  }

  lose() {
    if (this.isLost) return;
    this.isLost = true;
    this.onTrouble();
  }

  close() {
    this.model.off("msg:custom", this.heard);
    this.model.off("host:lost", this.broke);
    this.model.off("host:back", this.returned);
    this.giveUp();
  }

  // Nothing that was asked will be answered any more.
  giveUp() {
    for (const { resolve, timer } of this.waiting.values()) {
      clearTimeout(timer);
      resolve(null);
    }
    this.waiting.clear();
  }
}
