// What is being typed: kept from one drawing of the page to the next, and saved soon after the last key.

const PAUSE_MS = 700;

export class Drafts {
  constructor() {
    this.held = new Map();
  }

  // What stands in a field: what was typed, or else what is kept.
  value(name, kept) {
    return this.held.has(name) ? this.held.get(name).value : kept;
  }

  // Hold what was typed; `save(value)` is called once typing pauses, or null where nothing is to be saved.
  hold(name, value, save = null) {
    clearTimeout(this.held.get(name)?.timer);
    const timer = save === null ? null : setTimeout(() => this.settle(name), PAUSE_MS);
    this.held.set(name, { value, save, timer });
  }

  settle(name) {
    const draft = this.held.get(name);
    if (!draft || draft.save === null) return;
    clearTimeout(draft.timer);
    this.held.delete(name);
    draft.save(draft.value);
  }

  settleAll() {
    for (const name of [...this.held.keys()]) this.settle(name);
  }

  // How many fields hold something that is not saved yet.
  get unsaved() {
    return [...this.held.values()].filter((draft) => draft.save !== null).length;
  }

  // Without saving.
  drop(name) {
    clearTimeout(this.held.get(name)?.timer);
    this.held.delete(name);
  }

  dropAll() {
    for (const name of [...this.held.keys()]) this.drop(name);
  }
}
