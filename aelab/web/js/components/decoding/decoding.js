// A latent plane with a point to drag; the browser computes what it decodes to.

import { Decoder } from "./decoder.js";
import { parse, Store } from "../../kit/frame.js";
import { mounting } from "../../kit/mounting.js";
import { Surface } from "../../kit/canvas.js";
import { Background, drawPlane, drawStrip, squareOf } from "./latentplane.js";
import { fonts, readTheme } from "../../kit/palette.js";
import { stylesheets } from "../../kit/stylesheets.js";
import { element, fixed, write } from "../../kit/text.js";

/** @import { DecoderHeader } from "./decoder.js" */
/** @import { Plot } from "../../kit/canvas.js" */
/** @import { Header, Part, Place, Theme } from "../../kit/types.d.ts" */

const REACH = 3.2; // standard deviations of the prior shown on either side
const STEP = 0.05; // of a key
const STYLES = ["kit/tokens", "kit/sidebyside", "components/decoding/decoding"];
const COLUMNS = 12; // pictures of the strip
const PAUSE = 100; // ms between two rows during a drag: the picture of the point goes first
const ROWS = { first: "Along z₁", second: "Along z₂", prior: "Prior samples" };

/** @typedef {keyof ROWS} RowKind */

/** The root of the component, with the decoded point as numbers, for tests.
 * @typedef {HTMLDivElement & { decoded?: () => Float32Array | undefined }} Root */

class Decoding {
  /** @type {Place} */
  code = [0, 0]; // the point
  /** @type {RowKind} */
  rowKind = "first";
  /** @type {number[]} */
  times = []; // of the last decodes, in ms
  /** @type {number[]} */
  paints = []; // times of the paints in the last second of a drag
  background = new Background();
  lastRow = 0; // time when the row was decoded
  shownRow = ""; // the row on the screen
  dragging = false;
  /** @type {Place[]} */
  prior = []; // codes drawn from the prior
  /** @type {Theme | null} */
  theme = null;
  /** @type {Decoder | null} */
  decoder = null;
  /** @type {ArrayLike<number>} */
  codes = []; // of held-out samples
  /** @type {ArrayLike<number>} */
  labels = [];
  /** @type {Plot | null} */
  plot = null;
  /** @type {number | null} */
  frame = null; // requested from the browser
  /** @type {number | null} */
  since = null; // time of the event that has not been painted
  /** @type {ReturnType<typeof setTimeout> | null} */
  later = null;
  plane = element("div", "picture", "", { tabindex: "0", role: "slider" });
  digit = element("div", "digit");
  strip = element("div", "strip");
  readings = element("div", "readings", "", { "aria-hidden": "true" });
  buttons = element("div", "buttons", "", { role: "group", "aria-label": "Row below" });
  surfaces = [this.plane, this.digit, this.strip].map(
    (box) => new Surface(box, () => this.paint()),
  );

  /**
   * @param {HTMLElement} parent
   * @param {{ address: string }} data
   */
  constructor(parent, { address }) {
    /** @type {Root} */
    this.root = element("div", "decoding", "", { style: "visibility: hidden; height: 560px" });
    const { links, settled } = stylesheets(...STYLES);
    this.styles = links;
    settled.then(async () => {
      this.root.removeAttribute("style");
      await fonts(this.readTheme());
      this.paint();
    });
    this.root.decoded = () => this.decoder?.decode(this.code);
    this.build();
    parent.append(...links, this.root);
    this.fetch(address);
  }

  build() {
    this.plane.setAttribute("aria-label", "Point of the latent plane; the arrow keys move it");
    const side = element("div", "side");
    for (const [kind, text] of Object.entries(ROWS)) {
      this.buttons.append(button(kind, text, () => this.choose(/** @type {RowKind} */ (kind))));
    }
    const again = () => {
      this.sample();
      this.choose("prior");
    };
    this.buttons.append(button("again", "New samples", again));
    side.append(this.digit, this.readings, this.buttons);
    this.root.append(this.plane, side, this.strip);
    const names = ["Latent plane", "What the point decodes to", "Decoded row"];
    this.surfaces.forEach(({ canvas }, i) => canvas.setAttribute("aria-label", names[i]));
    this.plane.addEventListener("keydown", (event) => this.key(event));
    this.listen(this.surfaces[0].canvas);
    this.choose("first");
    this.sample();
  }

  /** @type {(canvas: HTMLCanvasElement) => void} */
  listen(canvas) {
    canvas.addEventListener("pointerdown", (event) => {
      if (event.button !== 0 || !this.plot) return;
      canvas.setPointerCapture(event.pointerId);
      this.plane.focus({ preventScroll: true });
      event.preventDefault();
      this.dragging = true;
      this.paints = [];
      this.drag(event, canvas);
    });
    canvas.addEventListener("pointermove", (event) => this.dragging && this.drag(event, canvas));
    for (const name of ["pointerup", "pointercancel"]) {
      canvas.addEventListener(name, () => {
        this.dragging = false;
        this.request();
      });
    }
  }

  /** @type {(address: string) => Promise<void>} */
  async fetch(address) {
    try {
      const answer = await fetch(new URL(address, location.origin));
      if (!answer.ok) throw new Error(answer.statusText);
      const { header, parts } = parse(await answer.arrayBuffer());
      const store = new Store();
      store.take({ header: { ...header, full: true }, parts });
      /** @type {(name: string) => Part} */
      const get = (name) => {
        const array = store.get(name);
        if (!array) throw new Error(`The decoder has no array ${name}.`);
        return array;
      };
      // The header of this file is that of a decoder, not of a run.
      this.decoder = new Decoder(/** @type {DecoderHeader & Header} */ (header), get);
      this.codes = get("codes").data;
      this.labels = get("labels").data;
      this.request();
    } catch (error) {
      console.warn("The decoder could not be fetched.", error);
      write(this.readings, "The decoder could not be loaded. Reload the page.");
    }
  }

  receive() {
    this.readTheme();
  }

  /** Take the colours in force, and paint with them. */
  readTheme() {
    this.theme = readTheme(this.root);
    this.paint();
    return this.theme;
  }

  /** Choose the codes of the row.
   * @type {(kind: RowKind) => void} */
  choose(kind) {
    this.rowKind = kind;
    this.shownRow = "";
    for (const node of this.buttons.children) {
      const pressed = String(node.className === kind);
      if (node.className in ROWS) node.setAttribute("aria-pressed", pressed);
    }
    this.request();
  }

  /** Draw new codes from the prior. */
  sample() {
    this.prior = Array.from({ length: 2 * COLUMNS }, () => [normal(), normal()]);
  }

  /** @type {(event: PointerEvent, canvas: HTMLCanvasElement) => void} */
  drag(event, canvas) {
    if (!this.plot) return;
    const box = canvas.getBoundingClientRect();
    const [x, y] = [event.clientX - box.left, event.clientY - box.top];
    this.since ??= event.timeStamp;
    this.moveTo(this.plot.ix(x), this.plot.iy(y));
  }

  /** @type {(a: number, b: number) => void} */
  moveTo(a, b) {
    /** @type {(v: number) => number} */
    const rounded = (v) => Math.round(Math.min(REACH, Math.max(-REACH, v)) * 1e3) / 1e3;
    this.code = [rounded(a), rounded(b)];
    this.request();
  }

  /** @type {(event: KeyboardEvent) => void} */
  key(event) {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const step = STEP * (event.shiftKey ? 10 : 1);
    const [a, b] = this.code;
    /** @type {Record<string, Place>} */
    const targets = {
      ArrowLeft: [a - step, b], ArrowRight: [a + step, b],
      ArrowDown: [a, b - step], ArrowUp: [a, b + step], Home: [0, 0],
    };
    const target = targets[event.key];
    if (!target) return;
    event.preventDefault();
    event.stopPropagation();
    this.since ??= event.timeStamp;
    this.moveTo(target[0], target[1]);
  }

  /** Paint with the next picture of the screen. */
  request() {
    this.frame ??= requestAnimationFrame(() => {
      this.frame = null;
      this.paint();
      const now = performance.now();
      if (this.since) this.root.dataset.delay = (now - this.since).toFixed(1);
      this.since = null;
      this.paints = [...this.paints.filter((t) => now - t < 1000), now];
      this.writeReadings();
    });
  }

  /** The codes of the row: along an axis through the point, or from the prior.
   * @returns {Place[]} */
  get row() {
    if (this.rowKind === "prior") return this.prior;
    const at = Array.from({ length: COLUMNS }, (_, i) => 6 * (i / (COLUMNS - 1)) - 3);
    return at.map((v) => (this.rowKind === "first" ? [v, this.code[1]] : [this.code[0], v]));
  }

  paint() {
    const { theme, decoder, codes, labels, code, row, rowKind } = this;
    const [plane, digit] = this.surfaces;
    if (!theme || !decoder || !plane.width) return;
    this.plot = squareOf(plane, REACH);
    const connected = rowKind !== "prior";
    const scene = { codes, labels, code, row, connected };
    drawPlane(plane, this.background, theme, this.plot, scene);
    const before = performance.now();
    const grey = decoder.grey(code).slice();
    this.times = [...this.times.slice(-59), performance.now() - before];
    drawStrip(digit, theme, decoder.shape, [grey], 1);
    this.decodeRow(decoder, row, theme);
  }

  /** Decode the row if it has changed, at most every PAUSE during a drag.
   * @type {(decoder: Decoder, row: Place[], theme: Theme) => void} */
  decodeRow(decoder, row, theme) {
    const strip = this.surfaces[2];
    const key = JSON.stringify([row, theme.card, strip.width, strip.height]);
    if (key === this.shownRow) return;
    const now = performance.now();
    if (this.dragging && now - this.lastRow < PAUSE) {
      this.later ??= setTimeout(() => ((this.later = null), this.request()), PAUSE);
      return;
    }
    this.lastRow = now;
    this.shownRow = key;
    const pictures = row.map((z) => decoder.grey(z).slice());
    drawStrip(strip, theme, decoder.shape, pictures, COLUMNS);
  }

  /** Write the numbers, and publish them as attributes. */
  writeReadings() {
    if (!this.decoder) return;
    const [a, b] = this.code;
    const ms = this.times.reduce((sum, t) => sum + t, 0) / Math.max(1, this.times.length);
    const text = `z = (${fixed(a, 2)}, ${fixed(b, 2)})`;
    write(this.readings, `${text}, decoded in ${fixed(ms, 2)} ms`);
    Object.assign(this.root.dataset, { first: a, second: b, ms, rate: this.paints.length });
    this.plane.setAttribute("aria-valuemin", String(-REACH));
    this.plane.setAttribute("aria-valuemax", String(REACH));
    this.plane.setAttribute("aria-valuenow", String(a));
    this.plane.setAttribute("aria-valuetext", text);
  }

  close() {
    if (this.later) clearTimeout(this.later);
    if (this.frame) cancelAnimationFrame(this.frame);
    for (const surface of this.surfaces) surface.close();
    for (const link of this.styles) link.remove();
    this.root.remove();
  }
}

export const mount = mounting(Decoding);

/** @type {(name: string, text: string, act: () => void) => HTMLButtonElement} */
function button(name, text, act) {
  const node = element("button", name, text, { type: "button" });
  node.addEventListener("click", act);
  return node;
}

/** Return a number drawn from N(0, 1) (Box and Muller, 1958).
 * @type {() => number} */
function normal() {
  return Math.sqrt(-2 * Math.log(1 - Math.random())) * Math.cos(2 * Math.PI * Math.random());
}
