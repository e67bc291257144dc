// A notebook page without JupyterLab: speaks the kernel's websocket, and gives each anywidget module a model.
//
// What a module may count on, beside anywidget's own model:
//   "host:lost"  the kernel is gone; only loading the page again helps
//   "host:back"  the connection was lost and is there again, with the same kernel; what was not answered is to be sent
//                again, for what is said in between is lost
// and it may tell the page its language and title: a "tw-page" event that bubbles, with {language, title} in its detail.

const PAUSES = [0.3, 0.6, 1.2, 2.5, 5]; // seconds before the next try to connect
const ANSWER = 4; // seconds that an answer may take when somebody comes back to the page
const AGAIN = 10; // seconds that a connection may take to be made again, and a kernel to show that it has heard
const START = 40; // seconds that it has for the first states: a cold disk on an old laptop
const PROTOCOL = "v1.kernel.websocket.jupyter.org"; // the older one takes Voila's memory when a message has buffers
const LOCALES = { en: "en", fr: "fr-CA" };

const randomId = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");

// The connection to one kernel: it is made again and again until the kernel is gone.
class Kernel {
  constructor(base, id, { onStates, onMessage, onBack, onLost }) {
    Object.assign(this, { onStates, onMessage, onBack, onLost });
    this.address = new URL(`${base}api/kernels/${id}`, location.href);
    this.session = randomId();
    this.fails = 0;
    this.timer = this.patience = null;
    this.wasThere = false;
    this.isLost = false;
    this.connect();
  }

  connect() {
    clearTimeout(this.timer);
    this.timer = null;
    const address = new URL(`${this.address.pathname}/channels?session_id=${this.session}`, location.href);
    address.protocol = location.protocol.replace("http", "ws");
    const socket = new WebSocket(address, PROTOCOL);
    socket.binaryType = "arraybuffer";
    socket.onopen = () => this.askStates();
    socket.onmessage = ({ data }) => this.hear(unpacked(data));
    socket.onclose = () => this.drop();
    this.socket = socket;
    this.expect(this.wasThere ? AGAIN : START);
  }

  // The state of every widget, by the channel that Jupyter's widgets have for it.
  askStates() {
    this.control = `control-${randomId()}`;
    this.post("comm_open", { comm_id: this.control, target_name: "jupyter.widget.control", data: {} }, { version: "1.0.0" });
    this.post("comm_msg", { comm_id: this.control, data: { method: "request_states" } });
  }

  post(type, content, metadata = {}) {
    const header = { msg_id: randomId(), msg_type: type, session: this.session, username: "", version: "5.3", date: new Date().toISOString() };
    this.socket.send(packed("shell", header, {}, metadata, content));
  }

  // A message to a widget.
  send(model, data) {
    if (!this.isConnected) return;
    this.post("comm_msg", { comm_id: model, data });
    this.expect(AGAIN); // a kernel says at once that it is busy with it
  }

  hear({ header, content, buffers }) {
    this.calm();
    if (header.msg_type === "status" && ["dead", "restarting"].includes(content.execution_state)) this.lose();
    if (header.msg_type !== "comm_msg") return;
    const { comm_id: id, data } = content;
    if (id !== this.control) {
      putBuffers(data.state ?? {}, data.buffer_paths, buffers);
      this.onMessage(id, data, buffers);
    } else if (data.method === "update_states") {
      putBuffers(data.states, data.buffer_paths, buffers);
      this.onStates(data.states);
      this.fails = 0;
      this.isConnected = true;
      if (this.wasThere) this.onBack();
      this.wasThere = true;
    }
  }

  // Something is to be heard within these seconds, or the connection is not what it seems: a phone that slept.
  expect(seconds) {
    this.patience ??= setTimeout(() => this.drop(), seconds * 1000);
  }

  calm() {
    clearTimeout(this.patience);
    this.patience = null;
  }

  // Somebody is back at the page.
  check() {
    if (this.isLost) return;
    if (this.isConnected) {
      this.post("kernel_info_request", {});
      this.calm();
      this.expect(ANSWER);
    } else if (this.timer !== null) {
      this.connect();
    }
  }

  // This connection is over; another one is tried after a pause.
  drop() {
    if (!this.isConnected) this.askWhetherGone(); // a browser does not tell why a websocket did not open
    this.forget();
    if (this.isLost) return;
    const pause = PAUSES[Math.min(this.fails, PAUSES.length - 1)];
    this.fails += 1;
    this.timer = setTimeout(() => this.connect(), pause * 1000);
  }

  async askWhetherGone() {
    try {
      const { status } = await fetch(this.address, { cache: "no-store", signal: AbortSignal.timeout(ANSWER * 1000) });
      if (status === 404) this.lose();
    } catch {
      // no network, or no server: both may come back
    }
  }

  lose() {
    if (this.isLost) return;
    this.isLost = true;
    this.forget();
    this.onLost();
  }

  // Let go of the socket without waiting for the other end to agree.
  forget() {
    clearTimeout(this.timer);
    this.calm();
    this.isConnected = false;
    const socket = this.socket;
    if (!socket) return;
    this.socket = socket.onopen = socket.onmessage = socket.onclose = null;
    socket.close();
  }

  // The page is left.
  end() {
    this.isLost = true;
    this.forget();
  }
}

// Messages as Jupyter's protocol has them: how many places follow, where each part begins and the last one ends, then the
// parts: channel, header, parent header, metadata, content, and buffers. All but buffers are text.
function packed(channel, ...records) {
  const parts = [channel, ...records.map((record) => JSON.stringify(record))].map((text) => new TextEncoder().encode(text));
  const places = [8 * (parts.length + 2)];
  for (const part of parts) places.push(places.at(-1) + part.length);
  const message = new Uint8Array(places.at(-1));
  const view = new DataView(message.buffer);
  [places.length, ...places].forEach((number, place) => view.setBigUint64(8 * place, BigInt(number), true));
  parts.forEach((part, place) => message.set(part, places[place]));
  return message;
}

function unpacked(message) {
  const view = new DataView(message);
  const number = (place) => Number(view.getBigUint64(8 * place, true));
  const parts = Array.from({ length: number(0) - 1 }, (_, place) => {
    const start = number(place + 1);
    return new DataView(message, start, number(place + 2) - start);
  });
  const [, header, , , content] = parts.map((part, place) => (place < 5 ? new TextDecoder().decode(part) : ""));
  return { header: JSON.parse(header), content: JSON.parse(content), buffers: parts.slice(5) };
}

function putBuffers(state, paths = [], buffers) {
  paths.forEach((path, place) => {
    const holder = path.slice(0, -1).reduce((found, step) => found[step], state);
    holder[path.at(-1)] = buffers[place];
  });
}

// What an anywidget module is given. What is in `assets` comes from there, once, and not over the socket.
class Model {
  constructor(id, state, kernel) {
    this.id = id;
    this.kernel = kernel;
    this.assets = state.assets ?? {};
    this.state = state;
    this.unsaved = {};
    this.listeners = new Map();
  }

  async fetchAssets() {
    const values = Object.entries(this.assets).filter(([name]) => !name.startsWith("_"));
    await Promise.all(
      values.map(async ([name, url]) => {
        const answer = await fetch(url);
        if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
        this.state[name] = await answer.json();
      }),
    );
  }

  get(name) {
    return this.state[name];
  }

  set(name, value) {
    this.unsaved[name] = value;
    this.change(name, value);
  }

  save_changes() {
    this.kernel.send(this.id, { method: "update", state: this.unsaved, buffer_paths: [] });
    this.unsaved = {};
  }

  send(content) {
    this.kernel.send(this.id, { method: "custom", content });
  }

  on(event, listener) {
    this.listeners.set(event, [...(this.listeners.get(event) ?? []), listener]);
  }

  off(event, listener) {
    if (event == null) this.listeners.clear();
    else this.listeners.set(event, listener ? (this.listeners.get(event) ?? []).filter((each) => each !== listener) : []);
  }

  fire(event, ...values) {
    for (const listener of this.listeners.get(event) ?? []) listener(...values);
  }

  change(name, value) {
    if (JSON.stringify(this.state[name]) === JSON.stringify(value)) return;
    this.state[name] = value;
    this.fire(`change:${name}`, this, value);
  }

  take(state) {
    for (const [name, value] of Object.entries(state)) if (!(name in this.assets)) this.change(name, value);
  }

  hear({ method, state, content }, buffers) {
    if (method === "update") this.take(state);
    else if (method === "custom") this.fire("msg:custom", content, buffers);
  }
}

async function widgetOf(model) {
  const text = model.get("_esm");
  const url = model.assets._esm ?? URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
  const { default: widget } = await import(url);
  return typeof widget === "function" ? widget() : widget;
}

// Resolves when the style is there: nobody is to see the page without it.
function addStyle(model) {
  const { _css: href } = model.assets;
  const style = document.createElement(href ? "link" : "style");
  if (!href) style.textContent = model.get("_css") ?? "";
  const loaded = new Promise((resolve, reject) => {
    if (!href) resolve();
    else Object.assign(style, { rel: "stylesheet", href, onload: resolve, onerror: () => reject(new Error(href)) });
  });
  document.head.append(style);
  return loaded;
}

const workbook = document.getElementById("workbook");
const { kernel: id, base } = workbook?.dataset ?? {};
const views = [...document.querySelectorAll("[data-model]")];
const models = new Map();
let leaving = () => {};

async function show() {
  const shown = new Set();
  for (const element of views) {
    const model = models.get(element.dataset.model);
    const [widget] = await Promise.all([widgetOf(model), addStyle(model), model.fetchAssets()]);
    document.getElementById("waiting").remove();
    workbook.hidden = false;
    if (!shown.has(model)) await widget.initialize?.({ model });
    shown.add(model);
    await widget.render?.({ model, el: element });
  }
  // What a module says as the page is left comes before our farewell: listeners are called in the order they were added.
  removeEventListener("pagehide", leave);
  addEventListener("pagehide", leave);
  document.body.dataset.ready = "";
}

function fail() {
  document.getElementById("waiting")?.remove();
  if (workbook) workbook.hidden = true;
  document.getElementById("failed").hidden = false;
}

// Nobody else has this kernel: it ends with its page.
function leave() {
  leaving();
  if (id) navigator.sendBeacon(`${base}voila/api/shutdown/${id}`);
}

function run() {
  const each = (event) => models.forEach((model) => model.fire(event));
  setTimeout(() => models.size === 0 && fail(), START * 1000);
  const kernel = new Kernel(base, id, {
    onStates(states) {
      const isFirst = models.size === 0;
      for (const [name, { state }] of Object.entries(states)) {
        if (models.has(name)) models.get(name).take(state);
        else models.set(name, new Model(name, state, kernel));
      }
      if (isFirst) show().catch(fail);
    },
    onMessage: (name, data, buffers) => models.get(name)?.hear(data, buffers),
    onBack: () => each("host:back"),
    onLost: () => (models.size === 0 ? fail() : each("host:lost")),
  });
  leaving = () => kernel.end();
  addEventListener("online", () => kernel.check());
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && kernel.check());
}

addEventListener("pagehide", leave);
addEventListener("pageshow", ({ persisted }) => persisted && location.reload()); // its kernel has been ended
addEventListener("tw-page", ({ detail: { language, title } }) => {
  if (language) document.documentElement.lang = LOCALES[language] ?? language;
  if (title) document.title = title;
});
document.querySelector("#failed button").addEventListener("click", () => location.reload());
if (!workbook || views.length === 0 || document.querySelector("[data-failed]")) fail();
else run();
