// @ts-nocheck
// The live component of the Lab page: one node for as long as the page is open.
// Each rerun brings new data; frames come over a WebSocket.

import { Actions } from "./actions.js";
import { publish } from "./attributes.js";
import { Cards } from "./cards.js";
import { Feed } from "./feed.js";
import { Store } from "../kit/frame.js";
import { Inspector } from "./inspect.js";
import { mounting } from "../kit/mounting.js";
import { helpPanel, listenKeys } from "./keys.js";
import { fonts, readTheme } from "../kit/palette.js";
import { Arrangement } from "./arrangement.js";
import { Probe } from "./probe.js";
import { Tip } from "./tip.js";
import { stylesheets } from "../kit/stylesheets.js";
import { PlayBar } from "./playbar.js";
import { Verdict } from "./verdict.js";
import { Options } from "./options.js";
import { element } from "../kit/text.js";

const STYLES = [
  "kit/tokens",
  "app/live",
  "app/playbar",
  "app/cards",
  "app/marks",
  "app/notes",
  "app/scores",
  "app/widths",
];

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
  decoded = null; // {x, xHat} to be marked among the data: what is pointed at
  pinned = null; // {index, x, xHat} of the picked sample, where no picture has it
  hidden = new Set();
  cut = 0.1; // share of the normal samples above the threshold, in every picture of the score
  acknowledged = 0;
  frames = 0;

  constructor(parent) {
    this.root = element("div", "lab", "", { style: "visibility: hidden; height: 600px" });
    this.root.dataset.mount = crypto.getRandomValues(new Uint32Array(2)).join("-");
    ({ links: this.styles, come: this.come } = stylesheets(...STYLES));
    parent.append(...this.styles, this.root);
    this.dressed();
    this.theme = readTheme(this.root);
    this.dirty = new Set();
    this.feed = new Feed(this);
    this.actions = new Actions(this);
    this.probe = new Probe(this);
    this.inspector = new Inspector(this);
    this.arrangement = new Arrangement(this);
    this.options = new Options(this);
    this.playbar = new PlayBar(this);
    this.cards = new Cards(this);
    this.verdict = new Verdict(this);
    this.help = helpPanel();
    this.root.append(this.playbar.node, this.cards.node, this.verdict.node, this.help);
    this.tip = new Tip(this.root);
    this.deaf = listenKeys(this);
  }

  /** Show the page once its style sheets have come, or can not. */
  async dressed() {
    await this.come;
    this.root.removeAttribute("style");
    this.dress();
    await fonts(this.theme);
    this.request();
  }

  /** Take the data of a rerun. */
  receive({ data, setTriggerValue }) {
    const before = this.data;
    this.data = data ?? {};
    this.trigger = setTriggerValue;
    clearTimeout(this.asking);
    this.asking = null;
    this.arrangement.take(this.data.views, before.views);
    this.dress();
    if (!this.attached || this.moved(before)) this.attach();
    else this.options.follow(before);
    this.refresh();
  }

  /** Tell whether there is another run to look at, or another shipped one. */
  moved({ run = null, frame_url: url }) {
    if (run !== (this.data.run ?? "")) return true;
    return !this.data.run && url !== this.data.frame_url;
  }

  /** Look at another run, or at the shipped one where there is none. */
  attach() {
    this.inspector.leave();
    this.probe.forget();
    this.arrangement.renew();
    this.options.renew();
    this.tip.hide();
    this.picked = this.hovered = -1;
    this.pinned = null;
    this.attached = true;
    this.feed.open();
    this.root.classList.toggle("stale", Boolean(this.store.header));
  }

  /** Send a command to the run; returns its number. */
  command(op, value) {
    return this.feed.command(op, value);
  }

  /** Do what a button or a key asks; returns whether it meant anything. */
  act(does) {
    return this.actions.act(does);
  }

  /** Pin a sample, or release it when it is the pinned one. */
  pick(index) {
    this.picked = this.picked === index ? -1 : index;
    this.pinned = null;
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

  /** Move the threshold to where it keeps this share of the normal samples. */
  setCut(share) {
    if (!(share > 0) || share === this.cut) return;
    this.cut = Math.min(1, share);
    this.request();
  }

  toggleClass(index) {
    if (!this.hidden.delete(index)) this.hidden.add(index);
    this.cards.update(this.store);
    this.request();
  }

  /** Say, in the first card, why there is no picture yet; a view just chosen says it too. */
  hint(card) {
    if (this.store.header && !this.stale) return "no picture yet";
    if (card !== this.cards?.main) return "";
    if (this.state === "queued") return "waiting for its turn";
    if (this.state === "stopped") return "no picture";
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
    this.playbar.update();
    this.verdict.update();
    this.options.settle();
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

  close() {
    this.channel?.close();
    this.deaf();
    this.actions.close();
    clearTimeout(this.asking);
    cancelAnimationFrame(this.asked);
    this.asked = -1;
    this.cards.close();
    for (const link of this.styles) link.remove();
    this.root.remove();
  }
}

export const mount = mounting(Lab);
