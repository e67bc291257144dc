// The way through the workbook: the list of screens that the server gives, and where one is on it.

export class Way {
  constructor(screens) {
    this.screens = screens ?? [];
  }

  find(id) {
    return this.screens.find((screen) => screen.id === id) ?? null;
  }

  index(id) {
    return this.screens.findIndex((screen) => screen.id === id);
  }

  after(id) {
    const place = this.index(id);
    return place === -1 ? null : this.screens[place + 1] ?? null;
  }

  before(id) {
    return this.screens[this.index(id) - 1] ?? null;
  }

  // The first screen that is not done, or the last of all.
  get open() {
    return this.screens.find((screen) => !screen.done) ?? this.screens[this.screens.length - 1] ?? null;
  }

  minutesLeft(id) {
    const ahead = this.screens.slice(Math.max(this.index(id), 0)).filter((screen) => !screen.done);
    return Math.ceil(ahead.reduce((sum, screen) => sum + screen.seconds, 0) / 60) + 1;
  }

  // How far one has come, 0 to 1, by the time that screens usually take.
  share(id) {
    const seconds = (screens) => screens.reduce((sum, screen) => sum + screen.seconds, 0);
    const all = seconds(this.screens);
    return all === 0 ? 0 : seconds(this.screens.slice(0, Math.max(this.index(id), 0))) / all;
  }

  // The place of a screen among those of its part and kind: {number, of}.
  position(screen) {
    const alike = this.screens.filter((each) => each.part === screen.part && each.kind === screen.kind);
    return { number: alike.findIndex((each) => each.id === screen.id) + 1, of: alike.length };
  }

  // Parts in order, each with the screen that leads into it.
  get parts() {
    const parts = [...new Set(this.screens.map((screen) => screen.part))];
    return parts.map((id) => {
      const within = this.screens.filter((screen) => screen.part === id);
      const isDone = within.every((screen) => screen.done);
      return { id, isDone, enter: (isDone ? within[0] : within.find((screen) => !screen.done)).id };
    });
  }

  // The first screen after those of a part.
  afterPart(part) {
    const places = this.screens.map((screen, place) => (screen.part === part ? place : -1));
    return this.screens[Math.max(...places) + 1] ?? null;
  }
}
