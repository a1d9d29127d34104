// @ts-nocheck
// A latent plane with a point to be dragged: what it decodes to is computed here, under the hand.

import { Decoder } from "./decoder.js";
import { parse, Store } from "../../kit/frame.js";
import { mounting } from "../../kit/mounting.js";
import { Surface } from "../../kit/canvas.js";
import { drawPlane, drawStrip, Ground, squareOf } from "./latentplane.js";
import { fonts, readTheme } from "../../kit/palette.js";
import { stylesheets } from "../../kit/stylesheets.js";
import { element, fixed, write } from "../../kit/text.js";

const REACH = 3.2; // standard deviations of the prior that are shown, either way
const STEP = 0.05; // of a key
const COLUMNS = 12; // pictures of the strip
const PATIENCE = 100; // ms between two rows while the hand moves: the picture under it goes first
const WAYS = { first: "Along z₁", second: "Along z₂", prior: "Prior samples" };

class Decoding {
  code = [0, 0];
  way = "first";
  times = []; // of the last decodes, in ms
  ground = new Ground();
  rowAt = 0; // when the row was decoded
  drawn = []; // when a hand was answered, in the last second

  constructor(parent, { address }) {
    this.root = element("div", "decoding", "", { style: "visibility: hidden; height: 560px" });
    const { links, come } = stylesheets("kit/tokens", "kit/sidebyside", "components/decoding/decoding");
    this.styles = links;
    come.then(async () => {
      this.root.removeAttribute("style");
      this.dressed();
      await fonts(this.theme);
      this.paint();
    });
    this.root.decoded = () => this.decoder.decode(this.code); // as numbers, for who asks
    this.build();
    parent.append(...links, this.root);
    this.fetch(address);
  }

  build() {
    this.plane = element("div", "picture", "", { tabindex: "0", role: "slider" });
    this.plane.setAttribute("aria-label", "Point of the latent plane; the arrow keys move it");
    const side = element("div", "side");
    this.digit = element("div", "digit");
    this.readings = element("div", "readings", "", { "aria-hidden": "true" });
    this.buttons = element("div", "buttons", "", { role: "group", "aria-label": "Row below" });
    for (const [way, text] of Object.entries(WAYS)) this.buttons.append(this.button(way, text));
    this.buttons.append(this.button("again", "New samples"));
    side.append(this.digit, this.readings, this.buttons);
    this.strip = element("div", "strip");
    this.root.append(this.plane, side, this.strip);
    this.surfaces = [this.plane, this.digit, this.strip].map(
      (box) => new Surface(box, () => this.paint()),
    );
    const names = ["Latent plane", "What the point decodes to", "Decoded row"];
    this.surfaces.forEach(({ canvas }, i) => canvas.setAttribute("aria-label", names[i]));
    this.plane.addEventListener("keydown", (event) => this.key(event));
    this.listen(this.surfaces[0].canvas);
    this.choose("first");
    this.sample();
  }

  button(name, text) {
    const node = element("button", name, text, { type: "button" });
    node.addEventListener("click", () => {
      if (name === "again") this.sample();
      this.choose(name === "again" ? "prior" : name);
    });
    return node;
  }

  listen(canvas) {
    canvas.addEventListener("pointerdown", (event) => {
      if (event.button !== 0 || !this.plot) return;
      canvas.setPointerCapture(event.pointerId);
      this.plane.focus({ preventScroll: true });
      event.preventDefault();
      this.held = true;
      this.drawn = [];
      this.drag(event, canvas);
    });
    canvas.addEventListener("pointermove", (event) => this.held && this.drag(event, canvas));
    for (const name of ["pointerup", "pointercancel"]) {
      canvas.addEventListener(name, () => {
        this.held = false;
        this.ask();
      });
    }
  }

  async fetch(address) {
    try {
      const answer = await fetch(new URL(address, location.origin));
      if (!answer.ok) throw new Error(answer.statusText);
      const { header, parts } = parse(await answer.arrayBuffer());
      const store = new Store();
      store.take({ header: { ...header, full: true }, parts });
      this.decoder = new Decoder(header, (name) => store.get(name));
      this.codes = store.get("codes").data;
      this.labels = store.get("labels").data;
      this.ask();
    } catch (error) {
      console.warn("The decoder could not be fetched.", error);
      write(this.readings, "The decoder could not be loaded. Reload the page.");
    }
  }

  receive() {
    this.dressed();
  }

  dressed() {
    this.theme = readTheme(this.root);
    this.paint();
  }

  choose(way) {
    this.way = way;
    this.shown = null;
    for (const node of this.buttons.children) {
      if (node.className in WAYS) node.setAttribute("aria-pressed", String(node.className === way));
    }
    this.ask();
  }

  /** Draw new codes from the prior. */
  sample() {
    this.prior = Array.from({ length: 2 * COLUMNS }, () => [normal(), normal()]);
  }

  drag(event, canvas) {
    const box = canvas.getBoundingClientRect();
    const [x, y] = [event.clientX - box.left, event.clientY - box.top];
    this.since ??= event.timeStamp;
    this.moveTo(this.plot.ix(x), this.plot.iy(y));
  }

  moveTo(a, b) {
    this.code = [a, b].map((v) => Math.round(Math.min(REACH, Math.max(-REACH, v)) * 1e3) / 1e3);
    this.ask();
  }

  key(event) {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const step = STEP * (event.shiftKey ? 10 : 1);
    const [a, b] = this.code;
    const to = {
      ArrowLeft: [a - step, b], ArrowRight: [a + step, b],
      ArrowDown: [a, b - step], ArrowUp: [a, b + step], Home: [0, 0],
    }[event.key];
    if (!to) return;
    event.preventDefault();
    event.stopPropagation();
    this.since ??= event.timeStamp;
    this.moveTo(...to);
  }

  /** Paint with the next picture of the screen. */
  ask() {
    this.frame ??= requestAnimationFrame(() => {
      this.frame = null;
      this.paint();
      const now = performance.now();
      if (this.since) this.root.dataset.delay = (now - this.since).toFixed(1);
      this.since = null;
      this.drawn = [...this.drawn.filter((t) => now - t < 1000), now];
      this.read();
    });
  }

  /** The codes of the strip: along an axis through the point, or from the prior. */
  get row() {
    if (this.way === "prior") return this.prior;
    const at = Array.from({ length: COLUMNS }, (_, i) => 6 * (i / (COLUMNS - 1)) - 3);
    return at.map((v) => (this.way === "first" ? [v, this.code[1]] : [this.code[0], v]));
  }

  paint() {
    const { theme, decoder, codes, labels, code, row, way } = this;
    const [plane, digit] = this.surfaces;
    if (!theme || !decoder || !plane.width) return;
    this.plot = squareOf(plane, REACH);
    drawPlane(plane, this.ground, theme, this.plot, { codes, labels, code, row, way });
    const before = performance.now();
    const grey = decoder.grey(code).slice();
    this.times = [...this.times.slice(-59), performance.now() - before];
    drawStrip(digit, theme, decoder.shape, [grey], 1);
    this.decodeRow(row, theme);
  }

  /** Decode the row below, where it is another one than before; under the hand now and then. */
  decodeRow(row, theme) {
    const strip = this.surfaces[2];
    const key = JSON.stringify([row, theme.card, strip.width, strip.height]);
    if (key === this.shown) return;
    const now = performance.now();
    if (this.held && now - this.rowAt < PATIENCE) {
      this.later ??= setTimeout(() => ((this.later = null), this.ask()), PATIENCE);
      return;
    }
    this.rowAt = now;
    this.shown = key;
    const pictures = row.map((z) => this.decoder.grey(z).slice());
    drawStrip(strip, theme, this.decoder.shape, pictures, COLUMNS);
  }

  /** Write the numbers, and publish them as attributes. */
  read() {
    if (!this.decoder) return;
    const [a, b] = this.code;
    const ms = this.times.reduce((sum, t) => sum + t, 0) / Math.max(1, this.times.length);
    const text = `z = (${fixed(a, 2)}, ${fixed(b, 2)})`;
    write(this.readings, `${text}, decoded in ${fixed(ms, 2)} ms`);
    Object.assign(this.root.dataset, { first: a, second: b, ms, rate: this.drawn.length });
    this.plane.setAttribute("aria-valuemin", String(-REACH));
    this.plane.setAttribute("aria-valuemax", String(REACH));
    this.plane.setAttribute("aria-valuenow", String(a));
    this.plane.setAttribute("aria-valuetext", text);
  }

  close() {
    clearTimeout(this.later);
    if (this.frame) cancelAnimationFrame(this.frame);
    for (const surface of this.surfaces) surface.close();
    for (const link of this.styles) link.remove();
    this.root.remove();
  }
}

export const mount = mounting(Decoding);

/** Return a number drawn from N(0, 1) (Box and Muller, 1958). */
function normal() {
  return Math.sqrt(-2 * Math.log(1 - Math.random())) * Math.cos(2 * Math.PI * Math.random());
}
