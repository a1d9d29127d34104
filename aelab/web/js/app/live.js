// The live component of the Lab page: one node for as long as the page is open.
// Each rerun brings new data; frames come through a transport.

import { fonts, readTheme } from "../kit/palette.js";
import { mounting } from "../kit/mounting.js";
import { stylesheets } from "../kit/stylesheets.js";
import { element } from "../kit/text.js";
import { Actions } from "./actions.js";
import { Arrangement } from "./arrangement.js";
import { publish } from "./attributes.js";
import { Cards } from "./cards.js";
import { Feed } from "./feed.js";
import { Inspector } from "./inspect.js";
import { helpPanel, listenKeys } from "./keys.js";
import { Options } from "./options.js";
import { PlayBar } from "./playbar.js";
import { Probe } from "./probe.js";
import { PageState } from "./state.js";
import { Tip } from "./tip.js";
import { openTransport } from "./transport/open.js";
import { Verdict } from "./verdict.js";

/** @import { Commands, Drawable, Host, Op, PageData, Rerun } from "./types.d.ts" */
/** @import { Does } from "./actions.js" */

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

/** The page: its state, the parts that show it, and what these ask of each other.
 *
 * @implements {Host} */
export class Lab {
  page = new PageState();
  /** @type {Set<Drawable | null>} Cards to be drawn, null for all. */
  #dirty = new Set();
  /** @type {number | null} The picture of the screen that is waited for. */
  #asked = null;
  #awaited = false; // a frame is to be drawn, after which the next may come
  #attached = false;
  /** @type {((name: string, value: unknown) => void) | null} */
  #setTrigger = null;

  /** @param {HTMLElement} parent */
  constructor(parent) {
    this.root = element("div", "lab", "", { style: "visibility: hidden; height: 600px" });
    this.root.dataset.mount = crypto.getRandomValues(new Uint32Array(2)).join("-");
    this.styles = stylesheets(...STYLES);
    parent.append(...this.styles.links, this.root);
    this.#dressed();
    this.theme = readTheme(this.root);
    this.feed = new Feed(this, openTransport);
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

  /** The state of the page as it is now. */
  get now() {
    return this.page.now;
  }

  // The part of the state that drawers read.

  /** A run is there that obeys commands. */
  get live() {
    return this.now.live;
  }

  /** The classes that are not shown. */
  get hidden() {
    return this.now.hidden;
  }

  /** The sample under the pointer, −1 for none. */
  get hovered() {
    return this.now.hovered;
  }

  /** The pinned sample, −1 for none. */
  get picked() {
    return this.now.picked;
  }

  /** The pinned sample, where no picture has it. */
  get pinned() {
    return this.now.pinned;
  }

  /** What is to be marked among the data. */
  get decoded() {
    return this.now.decoded;
  }

  /** Share of the normal samples above the threshold. */
  get cut() {
    return this.now.cut;
  }

  /** Show the page once its style sheets are loaded or have failed. */
  async #dressed() {
    await this.styles.settled;
    this.root.removeAttribute("style");
    this.dress();
    await fonts(this.theme);
    this.request();
  }

  /** Take the data of a rerun. @param {Rerun<PageData>} rerun */
  receive({ data, setTriggerValue }) {
    const before = this.now.data;
    this.page.rerun(data ?? {});
    this.#setTrigger = setTriggerValue;
    this.actions.settle();
    this.arrangement.take(this.now.data.views, before.views);
    this.dress();
    if (!this.#attached || this.#moved(before)) this.#attach();
    else this.options.follow(before);
    this.refresh();
  }

  /** Tell whether there is another run to look at, or another shipped one.
   *
   * @param {PageData} before */
  #moved({ run = "", frame_url: url }) {
    const { data } = this.now;
    if (run !== (data.run ?? "")) return true;
    return !data.run && url !== data.frame_url;
  }

  /** Look at another run, or at the shipped one where there is none. */
  #attach() {
    this.inspector.leave();
    this.probe.forget();
    this.arrangement.renew();
    this.options.renew();
    this.tip.hide();
    this.#attached = true;
    this.feed.open();
    this.root.classList.toggle("stale", Boolean(this.now.store.header));
  }

  /** A frame has come; say so once it is drawn. */
  frameCame() {
    this.root.classList.remove("stale");
    this.#awaited = true;
  }

  /** Send a command to the run; returns its number.
   *
   * @template {Op} Name
   * @param {Name} op
   * @param {Commands[Name]} [value] */
  command(op, value) {
    return this.feed.command(op, value);
  }

  /** Tell Python a value. @param {string} name @param {unknown} value */
  trigger(name, value) {
    this.#setTrigger?.(name, value);
  }

  /** Do what a button or a key asks; returns whether it meant anything. @param {Does} does */
  act(does) {
    return this.actions.act(does);
  }

  /** Pin a sample, or release it when it is the pinned one. @param {number} index */
  pick(index) {
    this.page.pick(index);
    const { picked } = this.now;
    this.command("pick", picked < 0 ? null : picked);
    this.request();
  }

  /** Link the views: the sample under the pointer in one is marked in the others.
   *
   * @param {number} index */
  point(index) {
    if (this.page.point(index)) this.request();
  }

  /** Move the threshold to where this share of the normal samples is above it.
   *
   * @param {number} share */
  setCut(share) {
    if (this.page.setCut(share)) this.request();
  }

  /** Hide a class in all pictures, or show it again. @param {number} index */
  toggleClass(index) {
    this.page.toggleClass(index);
    this.cards.update(this.now.store);
    this.request();
  }

  /** Show all classes; the pictures follow when they are drawn. */
  showClasses() {
    this.page.showClasses();
  }

  /** Say, in the first card, why there is no picture yet; a view just chosen says it too.
   *
   * @param {object} card */
  hint(card) {
    const { store, stale, runState, live, data, message } = this.now;
    if (store.header && !stale) return "no picture yet";
    if (card !== this.cards?.main) return "";
    if (runState === "queued") return "waiting for its turn";
    if (runState === "stopped") return "no picture";
    if (live) return "waiting for the first picture";
    return data.frame_url && !message ? "loading" : "press Play";
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

  /** Draw at the screen's next picture: one card, or all. @param {Drawable | null} [card] */
  request(card = null) {
    this.#dirty.add(card);
    this.#asked ??= requestAnimationFrame(() => this.#paint());
  }

  #paint() {
    this.#asked = null;
    const cards = [...this.#dirty];
    this.#dirty.clear();
    try {
      if (cards.includes(null)) this.cards.paint();
      else for (const card of cards) card?.paint();
      if (this.#awaited) this.page.countFrame();
      this.refresh();
    } finally {
      if (this.#awaited) this.feed.drawn();
      this.#awaited = false;
    }
  }

  close() {
    this.feed.close();
    this.deaf();
    this.actions.close();
    if (this.#asked !== null) cancelAnimationFrame(this.#asked);
    this.#asked = -1; // nothing is drawn any more
    this.cards.close();
    for (const link of this.styles.links) link.remove();
    this.root.remove();
  }
}

export const mount = mounting(Lab);
