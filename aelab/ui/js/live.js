// The live component of the Lab page: one node for as long as the page is open.
// Streamlit calls mount() at every rerun with new data; frames come over a WebSocket.

import { publish } from "./attributes.js";
import { Cards } from "./cards.js";
import { parse, Store } from "./frame.js";
import { helpPanel, listenKeys } from "./keys.js";
import { readTheme } from "./palette.js";
import { copy } from "./share.js";
import { Channel } from "./socket.js";
import { Tip } from "./tip.js";
import { Transport } from "./transport.js";
import { Verdict } from "./verdict.js";
import { element } from "./words.js";

const labs = new WeakMap();

/** Mount the component, or hand new data to the one that is there; returns its clean-up. */
export function mount(component) {
  const { parentElement } = component;
  let lab = labs.get(parentElement);
  if (!lab) labs.set(parentElement, (lab = new Lab(parentElement)));
  return lab.receive(component);
}

/** The state of the page and the parts that show it. */
class Lab {
  data = {};
  store = new Store();
  channel = null;
  linked = false; // the line to the run is up
  stale = true; // what is drawn is not of this run
  state = "idle";
  asking = null; // a request to Python is under way
  queue = 0;
  message = "";
  fix = null;
  flash = ""; // a short confirmation in the bar
  picked = -1;
  hovered = -1;
  hidden = new Set();
  acknowledged = 0;
  frames = 0;
  sent = 0;
  generation = 0;

  constructor(parent) {
    this.parent = parent;
    this.root = element("div", "lab", "", { style: "visibility: hidden; height: 600px" });
    this.root.dataset.mount = crypto.getRandomValues(new Uint32Array(2)).join("-");
    parent.append(this.style(), this.root);
    this.theme = readTheme(this.root);
    this.dirty = new Set();
    this.transport = new Transport(this);
    this.cards = new Cards(this);
    this.verdict = new Verdict(this);
    this.help = helpPanel();
    this.root.append(this.transport.node, this.cards.node, this.verdict.node, this.help);
    this.tip = new Tip(this.root);
    this.deaf = listenKeys(this);
  }

  /** The style sheet lives beside the node, so that it also holds inside a shadow root. */
  style() {
    const link = element("link", "", "", { rel: "stylesheet" });
    link.href = new URL("live.css", import.meta.url).href;
    link.addEventListener("load", () => {
      this.root.removeAttribute("style");
      this.dress();
      this.fetchFonts();
    });
    link.addEventListener("error", () => this.root.removeAttribute("style"));
    return link;
  }

  /** A canvas does not wait for a font: draw again when it has come. */
  async fetchFonts() {
    const { maths, tick, bold } = this.theme;
    await Promise.allSettled([maths, tick, bold].map((font) => document.fonts.load(font)));
    this.request();
  }

  /** Take the data of a rerun. */
  receive({ data, setTriggerValue }) {
    const before = this.data;
    this.data = data ?? {};
    this.trigger = setTriggerValue;
    clearTimeout(this.ending);
    clearTimeout(this.asking);
    this.asking = null;
    this.root.classList.toggle("present", Boolean(this.data.present));
    this.dress();
    if ((before.run ?? null) !== (this.data.run ?? "") || !this.attached) this.attach(before);
    else this.followRate(before);
    this.refresh();
    const generation = ++this.generation;
    return () => this.leave(generation);
  }

  /** Connect to the run, or show the shipped one where there is none. */
  attach(before) {
    this.tip.hide();
    this.attached = true;
    this.channel?.close();
    this.channel = null;
    Object.assign(this, { stale: true, queue: 0, message: "", fix: null, told: false });
    if (before.run !== undefined) this.cards.reset();
    this.picked = this.hovered = -1;
    this.state = "idle";
    if (this.data.run) this.connect(this.data.run);
    else if (this.data.frame_url) this.fetchFrame(this.data.frame_url);
    this.root.classList.toggle("stale", Boolean(this.store.header));
  }

  connect(run) {
    this.linked = true; // a first connection is not a reconnection
    const mine = (does) => (value) => this.data.run === run && does(value);
    this.channel = new Channel(run, {
      frame: mine((buffer) => this.frame(buffer)),
      text: mine((words) => this.learn(words)),
      link: mine((up) => this.link(up)),
      gone: mine((code) => this.gone(code)),
    });
    if (this.data.axes) this.command("axes", this.data.axes.split(".").map(Number));
  }

  async fetchFrame(url) {
    const wanted = () => !this.data.run && this.data.frame_url === url;
    try {
      const answer = await fetch(new URL(url, location.origin));
      const buffer = answer.ok ? await answer.arrayBuffer() : null;
      if (buffer && wanted()) this.frame(buffer);
    } catch (error) {
      console.warn("The shipped run could not be fetched.", error);
    }
  }

  /** Take a frame in; it is drawn with the screen's next picture, then the next one may come. */
  frame(buffer) {
    const frame = parse(buffer);
    if (this.stale) {
      this.store = new Store();
      this.picked = frame.header.views?.find(({ pinned }) => pinned >= 0)?.pinned ?? this.picked;
    }
    this.stale = false;
    this.store.take(frame);
    if (!this.told) this.state = frame.header.state ?? this.state;
    this.root.classList.remove("stale");
    this.awaited = true;
    this.cards.update(this.store);
    this.request();
  }

  /** Take a change of state or an acknowledgement. */
  learn({ state, queue, ack, message, fix }) {
    this.told = true;
    if (state) this.state = state;
    this.queue = queue ?? 0;
    this.message = message ?? "";
    this.fix = fix ?? null;
    if (ack !== null && ack !== undefined) this.acknowledged++;
    if (this.stale) this.request();
    this.refresh();
  }

  link(up) {
    this.linked = up;
    this.refresh();
  }

  gone(code) {
    this.channel = null;
    this.state = "idle";
    this.queue = 0;
    this.message =
      code === 4403
        ? "This page may not watch the run: open the lab at its own address."
        : "This run is gone; press Play for a new one.";
    this.request();
    this.refresh();
  }

  /** Send a changed rate to the run; a rate that was there at the first attach is the run's. */
  followRate(before) {
    const { rate } = this.data;
    if (rate === before.rate || !Number.isFinite(rate) || rate === null) return;
    if (rate !== this.store.header?.rate) this.command("rate", rate);
  }

  command(op, value) {
    this.channel?.send({ op, value, id: ++this.sent });
  }

  /** Do what a button or a key asks; returns whether it meant anything. */
  act(does) {
    const act = {
      play: () => this.play(),
      step: () => !this.transport.step.disabled && this.order("step"),
      reset: () => !this.transport.reset.disabled && this.order("reset"),
      stop: () => !this.transport.stop.disabled && this.order("stop"),
      seed: () => this.pull("seed", Date.now()),
      share: () => this.share(),
      help: () => this.toggleHelp(),
      unpin: () => this.picked >= 0 && this.pick(this.picked),
    }[does];
    return act() !== false;
  }

  order(op) {
    this.command(op);
    return true;
  }

  play() {
    if (!this.channel) return this.pull("play", Date.now());
    return this.order(this.state === "running" || this.state === "queued" ? "pause" : "play");
  }

  /** Ask Python for another run, once: until it answers, or three seconds have passed. */
  pull(name, value) {
    if (this.asking) return true;
    this.trigger?.(name, value);
    this.asking = setTimeout(() => this.answered(), 3000);
    this.refresh();
    return true;
  }

  answered() {
    clearTimeout(this.asking);
    this.asking = null;
    this.refresh();
  }

  applyFix() {
    const fix = this.fix ?? this.store.header?.fix;
    if (fix) this.pull("fix", { rate: fix.rate });
  }

  async share() {
    const link = new URL(this.data.share || location.search || "", location.href).href;
    const done = await copy(link);
    const changed = this.store.header?.changes?.length > 0;
    const copied = changed ? "modified while running" : "link copied";
    this.flash = done ? copied : "copying is blocked";
    this.transport.copied(done);
    this.refresh();
    clearTimeout(this.flashing);
    this.flashing = setTimeout(() => {
      this.flash = "";
      this.transport.copied(false);
      this.refresh();
    }, 2000);
  }

  toggleHelp() {
    if (this.help.open) this.help.close();
    else this.help.showModal();
    return true;
  }

  /** Pin a sample, or release it when it is the pinned one. */
  pick(index) {
    this.picked = this.picked === index ? -1 : index;
    this.command("pick", this.picked < 0 ? null : this.picked);
    this.request();
    return true;
  }

  /** Link the views: the sample under the pointer in one is marked in the others. */
  point(index) {
    if (this.hovered === index) return;
    this.hovered = index;
    this.request();
  }

  toggleClass(index) {
    if (!this.hidden.delete(index)) this.hidden.add(index);
    this.cards.update(this.store);
    this.request();
  }

  /** Say, in the first card, why there is no picture yet. */
  hint(card) {
    if (card !== this.cards?.main) return "";
    if (this.state === "queued") return "waiting for a free slot";
    if (this.channel) return "waiting for the first picture";
    return this.data.frame_url && !this.message ? "loading" : "press Play";
  }

  /** Take on the colours in force. */
  dress() {
    this.theme = readTheme(this.root);
    this.request();
  }

  /** Bring words and attributes up to date. */
  refresh() {
    this.transport.update();
    this.verdict.update();
    publish(this);
  }

  /** Draw at the screen's next picture: one card, or all. */
  request(card = null) {
    this.dirty?.add(card);
    this.asked ??= requestAnimationFrame(() => this.paint());
  }

  paint() {
    this.asked = null;
    const began = performance.now();
    const cards = new Set(this.dirty);
    this.dirty.clear();
    try {
      if (cards.has(null)) this.cards.paint();
      else for (const card of cards) card.paint();
      if (this.awaited) this.frames++;
      this.refresh();
    } finally {
      this.cost = performance.now() - began;
      if (this.awaited) this.channel?.send({ op: "drawn" });
      this.awaited = false;
    }
  }

  /** Close down, unless a later call of Streamlit has taken over. */
  leave(generation) {
    if (generation !== this.generation) return;
    clearTimeout(this.ending);
    if (this.root.isConnected) this.ending = setTimeout(() => this.close(), 50);
    else this.close();
  }

  close() {
    labs.delete(this.parent);
    this.channel?.close();
    this.deaf();
    clearTimeout(this.flashing);
    clearTimeout(this.asking);
    cancelAnimationFrame(this.asked);
    this.asked = -1;
    this.cards.close();
    this.root.previousElementSibling?.remove();
    this.root.remove();
  }
}
