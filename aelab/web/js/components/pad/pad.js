// The drawing pad of the sidebar: points painted by hand, in three classes, as a dataset.

import { contextOf } from "../../kit/canvas.js";
import { mounting } from "../../kit/mounting.js";
import { classColour } from "../../kit/palette.js";
import { stylesheets } from "../../kit/stylesheets.js";
import { element, write } from "../../kit/text.js";

/** @import { Component, Place } from "../../kit/types.d.ts" */

const MOST = 2000; // points
const CLASSES = 3;
const SPRAY = 3; // points per move
const REACH = 0.06; // radius of the spray, in units of the data
const APART = 5; // px between two sprays

/** @typedef {[x: number, y: number, label: number]} PadPoint */

/** @typedef {{ points?: PadPoint[] } | null} PadData */

class Pad {
  /** @type {PadPoint[][]} */
  strokes = [];
  label = 0;
  /** @type {Place | null} */
  last = null; // px of the last spray of a stroke
  received = ""; // the points of the server, as JSON
  /** @type {Component<PadData>["setTriggerValue"] | null} */
  trigger = null;
  canvas = element("canvas", "", "", { role: "img" });
  context = contextOf(this.canvas);
  classes = Array.from({ length: CLASSES }, (_, i) => {
    const node = button("class", "", () => this.choose(i));
    node.setAttribute("aria-label", `Paint class ${i + 1}`);
    node.title = `Paint class ${i + 1}`;
    node.style.setProperty("--mark", classColour(i));
    return node;
  });
  undo = button("undo", "Undo", () => this.change(this.strokes.slice(0, -1)));
  clear = button("clear", "Clear", () => this.change([]));
  use = button("use", "", () => this.send());

  /** @param {HTMLElement} parent */
  constructor(parent) {
    this.root = element("div", "pad", "", { style: "visibility: hidden; height: 300px" });
    this.root.append(this.canvas, this.buttons());
    const { links, settled } = stylesheets("components/pad/pad");
    this.styles = links;
    settled.then(() => this.root.removeAttribute("style"));
    parent.append(...links, this.root);
    this.listen();
    this.observer = new ResizeObserver(() => this.paint());
    this.observer.observe(this.canvas);
  }

  buttons() {
    const tools = element("div", "tools", "", { role: "group", "aria-label": "Painting" });
    tools.append(...this.classes, element("span", "gap"), this.undo, this.clear);
    const box = element("div", "buttons");
    box.append(tools, this.use);
    return box;
  }

  listen() {
    const { canvas } = this;
    canvas.addEventListener("pointerdown", (event) => this.press(event));
    canvas.addEventListener("pointermove", (event) => this.move(event));
    for (const name of ["pointerup", "pointercancel"]) {
      canvas.addEventListener(name, () => (this.last = null));
    }
  }

  /** Take the data of a rerun: points that the server has, unless newer ones are here.
   * @type {(component: Component<PadData>) => void} */
  receive({ data, setTriggerValue }) {
    this.trigger = setTriggerValue;
    const received = JSON.stringify(data?.points ?? null);
    if (received !== this.received && received !== JSON.stringify(this.points)) {
      this.strokes = data?.points ? [data.points.slice(0, MOST)] : [];
    }
    this.received = received;
    this.choose(this.label);
  }

  /** @returns {PadPoint[]} */
  get points() {
    return this.strokes.flat();
  }

  /** @type {(label: number) => void} */
  choose(label) {
    this.label = label;
    this.classes.forEach((node, i) => node.setAttribute("aria-pressed", String(i === label)));
    this.refresh();
  }

  /** @type {(strokes: PadPoint[][]) => void} */
  change(strokes) {
    this.strokes = strokes;
    this.refresh();
  }

  /** @type {(event: PointerEvent) => void} */
  press(event) {
    if (event.button !== 0) return;
    event.preventDefault();
    this.canvas.setPointerCapture(event.pointerId);
    this.strokes.push([]);
    this.spray(event);
  }

  /** @type {(event: PointerEvent) => void} */
  move(event) {
    if (!this.last) return;
    for (const each of event.getCoalescedEvents?.() ?? [event]) {
      const [x, y] = this.last;
      if (Math.hypot(each.clientX - x, each.clientY - y) >= APART) this.spray(each);
    }
  }

  /** Paint a few points within a small radius of the pointer.
   * @type {(event: PointerEvent) => void} */
  spray({ clientX, clientY }) {
    this.last = [clientX, clientY];
    const box = this.canvas.getBoundingClientRect();
    const stroke = this.strokes[this.strokes.length - 1];
    const room = MOST - this.points.length;
    for (let k = 0; k < Math.min(SPRAY, room); k++) {
      const [radius, angle] = [REACH * Math.sqrt(Math.random()), 2 * Math.PI * Math.random()];
      const x = (2 * (clientX - box.left)) / box.width - 1 + radius * Math.cos(angle);
      const y = 1 - (2 * (clientY - box.top)) / box.height + radius * Math.sin(angle);
      if (Math.abs(x) <= 1 && Math.abs(y) <= 1) stroke.push([round(x), round(y), this.label]);
    }
    this.refresh();
  }

  send() {
    this.trigger?.("drawn", { points: this.points });
  }

  refresh() {
    const count = this.points.length;
    const full = count >= MOST ? ", the most there can be" : "";
    write(this.use, count ? `Use ${count} point${count === 1 ? "" : "s"}` : "Draw points above");
    this.use.disabled = !count;
    this.undo.disabled = this.clear.disabled = !this.strokes.length;
    this.canvas.setAttribute("aria-label", `Drawing pad: ${count} points${full}`);
    this.paint();
  }

  paint() {
    const { canvas, context } = this;
    const size = canvas.clientWidth;
    const density = window.devicePixelRatio || 1;
    if (!size) return;
    canvas.width = canvas.height = Math.round(size * density);
    context.setTransform(density, 0, 0, density, 0, 0);
    context.strokeStyle = getComputedStyle(canvas).borderTopColor; // of this theme
    context.lineWidth = 1;
    const middle = Math.round(size / 2) + 0.5;
    context.beginPath();
    context.moveTo(0, middle);
    context.lineTo(size, middle);
    context.moveTo(middle, 0);
    context.lineTo(middle, size);
    context.stroke();
    context.globalAlpha = 0.75;
    for (const [x, y, label] of this.points) {
      context.fillStyle = classColour(label);
      context.beginPath();
      context.arc(((x + 1) / 2) * size, ((1 - y) / 2) * size, 2, 0, 2 * Math.PI);
      context.fill();
    }
    context.globalAlpha = 1;
  }

  close() {
    this.observer.disconnect();
    for (const link of this.styles) link.remove();
    this.root.remove();
  }
}

export const mount = mounting(Pad);

/** @type {(name: string, text: string, act: () => void) => HTMLButtonElement} */
function button(name, text, act) {
  const node = element("button", name, text, { type: "button" });
  node.addEventListener("click", act);
  return node;
}

/** Return a coordinate to three decimals.
 * @type {(value: number) => number} */
function round(value) {
  return Math.round(value * 1000) / 1000;
}
