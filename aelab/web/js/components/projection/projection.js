// A cloud with a direction d to rotate, and the code of a sample along it. All is computed here
// from points that are sent once; the server gets the state when a drag ends.

import { mounting } from "../../kit/mounting.js";
import { Surface } from "../../kit/canvas.js";
import { fonts, readTheme } from "../../kit/palette.js";
import { angleOf, Cloud, direction, wrapped } from "./cloud.js";
import { stylesheets } from "../../kit/stylesheets.js";
import { curveOf, curvePlot, drawCloud, drawCurve, square, tip } from "./plot.js";
import { element, fixed, item, number, write } from "../../kit/text.js";

/** @import { ProjectionState, Shows } from "./plot.js" */
/** @import { Plot } from "../../kit/canvas.js" */
/** @import { Component, Place, Theme } from "../../kit/types.d.ts" */

const STYLES = ["kit/tokens", "kit/sidebyside", "components/projection/projection"];
const NEAR = 18; // px within which a press takes a handle
const REST = 250; // ms from the last key until the server gets the state
const STEP = 0.05; // of the code, with a key, in units of the cloud's size
/** What a drag moves: d, the code z, or nothing.
 * @typedef {"d" | "z" | "none"} Grip */

/** @typedef {ProjectionState & { points: Place[] }} ProjectionData */

/** @type {Record<Shows, { title: string, keys: [mark: string, text: string][] }>} */
const WORDS = {
  error: {
    title: "Sum of squared errors against the angle",
    keys: [["dot blue", "added up, segment by segment"], ["line ink", "predicted, Σλ − dᵀAd"]],
  },
  form: { title: "The form dᵀAd against the angle", keys: [["line blue", "dᵀAd"]] },
  code: {
    title: "Error of the sample against its code",
    keys: [["line blue", "‖x − dz‖²"], ["line ink", "slope −2dᵀx + 2z"]],
  },
};

class ProjectionPlot {
  /** @type {Grip | null} */
  held = null; // during a drag
  flip = 0; // 180 while d is dragged at its other end
  /** @type {Component<unknown>["setStateValue"] | null} */
  send = null;
  received = ""; // the points, as JSON
  cloud = new Cloud([]);
  /** @type {Theme | null} */
  theme = null;
  /** @type {Plot | null} */
  cloudPlot = null;
  /** @type {Plot | null} */
  curvePlot = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  resting;
  /** @type {number | null} */
  frame = null; // requested from the browser
  /** @type {number | null} */
  since = null; // time of the event that has not been painted
  left = element("div", "picture", "", { tabindex: "0", role: "slider" });
  right = element("div", "picture curve");
  readings = element("div", "readings");
  cloudSurface = new Surface(this.left, () => this.paint());
  curveSurface = new Surface(this.right, () => this.paint());

  /**
   * @param {HTMLElement} parent
   * @param {ProjectionData} data
   */
  constructor(parent, { shows, angle, sample, code }) {
    this.state = { shows, angle, sample, code };
    this.root = element("div", "projection", "", { style: "visibility: hidden; height: 420px" });
    const { links, settled } = stylesheets(...STYLES);
    this.styles = links;
    settled.then(async () => {
      this.root.removeAttribute("style");
      await fonts(this.readTheme());
      this.paint();
    });
    this.build(shows);
    parent.append(...links, this.root);
  }

  /** @type {(shows: Shows) => void} */
  build(shows) {
    this.left.setAttribute("aria-label", "Direction d in degrees; the arrow keys turn it");
    const side = element("div", "side");
    const keys = element("div", "keys");
    keys.append(...WORDS[shows].keys.map(([mark, text]) => item(mark, text)));
    side.append(element("div", "title", WORDS[shows].title), this.right, keys);
    this.root.append(this.left, side, this.readings);
    this.curveSurface.canvas.setAttribute("aria-label", WORDS[shows].title);
    this.cloudSurface.canvas.setAttribute("aria-hidden", "true");
    this.listen(this.cloudSurface.canvas, (event) => this.grip(event), () => this.cloudPlot);
    const grip = shows === "code" ? "z" : "d";
    this.listen(this.curveSurface.canvas, () => grip, () => this.curvePlot);
    this.left.addEventListener("keydown", (event) => this.key(event));
  }

  /** @type {(canvas: HTMLCanvasElement, grip: (event: PointerEvent) => Grip, plot: ()
   *   => Plot | null) => void} */
  listen(canvas, grip, plot) {
    canvas.addEventListener("pointerdown", (event) => {
      if (event.button !== 0 || !plot()) return;
      canvas.setPointerCapture(event.pointerId);
      this.left.focus({ preventScroll: true });
      event.preventDefault();
      this.held = grip(event);
      this.drag(event, canvas);
    });
    canvas.addEventListener("pointermove", (event) => this.held && this.drag(event, canvas));
    for (const name of ["pointerup", "pointercancel"]) {
      canvas.addEventListener(name, () => {
        if (this.held) this.sendState();
        this.held = null;
      });
    }
  }

  /** Take the data of a rerun; the state of the page stays.
   * @type {(component: Component<ProjectionData>) => void} */
  receive({ data, setStateValue }) {
    this.send = setStateValue;
    const received = JSON.stringify(data.points);
    if (received !== this.received) this.cloud = new Cloud(data.points);
    this.received = received;
    this.state.sample = Math.min(this.state.sample, data.points.length - 1);
    this.readTheme();
  }

  /** Take the colours in force, and paint with them. */
  readTheme() {
    this.theme = readTheme(this.root);
    this.paint();
    return this.theme;
  }

  /** Return what a press on the cloud takes: z, d, or nothing if it chooses another sample.
   * @type {(event: PointerEvent) => Grip} */
  grip(event) {
    const { shows, angle, code } = this.state;
    const { cloud, cloudPlot: plot } = this;
    if (!plot) return "none";
    const [x, y] = this.at(event, this.cloudSurface.canvas);
    /** @type {(a: number, b: number) => boolean} */
    const near = (a, b) => Math.hypot(plot.px(a) - x, plot.py(b) - y) < NEAR;
    const handle = tip(cloud, shows, angle);
    this.flip = 0;
    const [c, s] = direction(angle);
    if (shows === "code" && near(c * code, s * code)) return "z";
    if (near(handle[0], handle[1])) return "d";
    /** @type {Place} */
    const point = [plot.ix(x), plot.iy(y)];
    const { sample, distance } = cloud.nearest(point);
    if (shows === "code" && distance * plot.sx < NEAR / 2) {
      this.state.sample = sample;
      return "none";
    }
    this.flip = point[0] * handle[0] + point[1] * handle[1] < 0 ? 180 : 0;
    return "d";
  }

  /** @type {(event: MouseEvent, canvas: HTMLCanvasElement) => Place} */
  at(event, canvas) {
    const box = canvas.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  }

  /** @type {(event: PointerEvent, canvas: HTMLCanvasElement) => void} */
  drag(event, canvas) {
    const [x, y] = this.at(event, canvas);
    const onCloud = canvas === this.cloudSurface.canvas;
    const plot = onCloud ? this.cloudPlot : this.curvePlot;
    if (!plot) return;
    const [a, b] = [plot.ix(x), plot.iy(y)];
    if (this.held === "z") {
      const [c, s] = direction(this.state.angle);
      this.moveTo(onCloud ? a * c + b * s : a);
    } else if (this.held === "d") {
      this.rotateTo(onCloud ? angleOf([a, b]) + this.flip : Math.min(179.99, Math.max(0, a)));
    }
    this.since ??= event.timeStamp;
    this.request();
  }

  /** @type {(angle: number) => void} */
  rotateTo(angle) {
    this.state.angle = Math.round(wrapped(angle) * 10) / 10;
  }

  /** @type {(z: number) => void} */
  moveTo(z) {
    const most = 1.1 * this.cloud.reach;
    this.state.code = Math.round(Math.min(most, Math.max(-most, z)) * 1000) / 1000;
  }

  /** @type {(event: KeyboardEvent) => void} */
  key(event) {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const { angle, code, sample, shows } = this.state;
    const by = event.shiftKey ? 10 : 1;
    const single = shows === "code";
    const count = this.cloud.points.length;
    const step = by * STEP * (this.cloud.reach / 3);
    /** @type {Record<string, () => void>} */
    const actions = {
      ArrowLeft: () => this.rotateTo(angle + by),
      ArrowRight: () => this.rotateTo(angle - by),
      ArrowUp: () => (single ? this.moveTo(code + step) : this.rotateTo(angle + by)),
      ArrowDown: () => (single ? this.moveTo(code - step) : this.rotateTo(angle - by)),
      Home: () => this.rotateTo(this.cloud.first),
      End: () => single && this.moveTo(this.cloud.code(angle, sample)),
      PageUp: () => single && (this.state.sample = (sample + 1) % count),
      PageDown: () => single && (this.state.sample = (sample + count - 1) % count),
    };
    const act = actions[event.key];
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    act();
    this.since ??= event.timeStamp;
    this.request();
    clearTimeout(this.resting);
    this.resting = setTimeout(() => this.sendState(), REST);
  }

  /** Send the state to the server. */
  sendState() {
    const { angle, sample, code } = this.state;
    this.send?.("direction", { angle, sample, code });
  }

  /** Paint with the next picture of the screen. */
  request() {
    this.frame ??= requestAnimationFrame(() => {
      this.frame = null;
      this.paint();
      if (this.since) this.root.dataset.delay = (performance.now() - this.since).toFixed(1);
      this.since = null;
    });
  }

  paint() {
    const { state, theme } = this;
    if (!this.received || !theme) return;
    const scene = { ...state, cloud: this.cloud };
    if (this.cloudSurface.width) {
      const context = this.cloudSurface.begin();
      this.cloudPlot = square(this.cloudSurface, state.shows === "form" ? 1.08 : this.cloud.reach);
      drawCloud(context, theme, this.cloudPlot, scene);
    }
    if (this.curveSurface.width) {
      const context = this.curveSurface.begin();
      const curve = curveOf(scene);
      this.curvePlot = curvePlot(context, theme, this.curveSurface, curve);
      drawCurve(context, theme, this.curvePlot, scene, curve);
    }
    this.writeReadings();
  }

  /** Write the numbers, and publish them as attributes. */
  writeReadings() {
    const { angle, sample, code, shows } = this.state;
    const { cloud } = this;
    const errors = { error: cloud.error(angle), predicted: cloud.predicted(angle) };
    const best = cloud.code(angle, sample);
    /** @type {Record<Shows, [name: string, value: string][]>} */
    const figures = {
      error: [["added up", number(errors.error)], ["predicted", number(errors.predicted)]],
      form: [["dᵀAd", number(cloud.form(angle))], ["λ₁", number(cloud.values[0])]],
      code: [
        ["z", fixed(code, 3)], ["z* = dᵀx", fixed(best, 3)],
        ["‖x − dz‖²", fixed(cloud.left(angle, sample, code), 3)],
        ["slope", fixed(2 * (code - best), 3)],
      ],
    };
    const all = [["angle of d", `${fixed(angle, 1)}°`], ...figures[shows]];
    while (this.readings.childElementCount < 2 * all.length) {
      const name = this.readings.childElementCount % 2 ? "value" : "name";
      this.readings.append(element("span", name));
    }
    all.flat().forEach((text, i) => write(this.readings.children[i], text));
    Object.assign(this.root.dataset, { angle, sample, code, best, ...errors });
    this.left.setAttribute("aria-valuemin", "0");
    this.left.setAttribute("aria-valuemax", "360");
    this.left.setAttribute("aria-valuenow", String(angle));
    this.left.setAttribute("aria-valuetext", all.map((pair) => pair.join(" ")).join(", "));
  }

  close() {
    clearTimeout(this.resting);
    if (this.frame) cancelAnimationFrame(this.frame);
    this.cloudSurface.close();
    this.curveSurface.close();
    for (const link of this.styles) link.remove();
    this.root.remove();
  }
}

export const mount = mounting(ProjectionPlot);
