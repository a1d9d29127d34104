// @ts-nocheck
// A cloud in which a direction d is dragged round, and the code of a sample along it.
// All is computed here from the points sent once; the server hears of it when the hand rests.

import { mounting } from "../../kit/mounting.js";
import { Surface } from "../../kit/canvas.js";
import { fonts, readTheme } from "../../kit/palette.js";
import { angleOf, Cloud, direction, turn } from "./projection.js";
import { stylesheets } from "../../kit/stylesheets.js";
import { curveOf, curvePlot, drawCloud, drawCurve, square, tip } from "./projectionplot.js";
import { element, fixed, item, number, write } from "../../kit/text.js";

const NEAR = 18; // px within which a hand has hold of a handle
const REST = 250; // ms after the last key until the server hears of it
const STEP = 0.05; // of the code, with a key, in units of the cloud's size
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

class Turning {
  held = null; // "d" or "z" while a hand has it
  flip = 0; // 180 while d is dragged at its other end

  constructor(parent, { shows, angle, sample, code }) {
    this.state = { shows, angle, sample, code };
    this.root = element("div", "turning", "", { style: "visibility: hidden; height: 420px" });
    const { links, come } = stylesheets("kit/tokens", "kit/sidebyside", "components/turning/turning");
    this.styles = links;
    come.then(async () => {
      this.root.removeAttribute("style");
      this.dressed();
      await fonts(this.theme);
      this.paint();
    });
    this.build(shows);
    parent.append(...links, this.root);
  }

  build(shows) {
    this.left = element("div", "picture", "", { tabindex: "0", role: "slider" });
    this.left.setAttribute("aria-label", "Direction d in degrees; the arrow keys turn it");
    this.right = element("div", "picture curve");
    const side = element("div", "side");
    const keys = element("div", "keys");
    keys.append(...WORDS[shows].keys.map(([mark, text]) => item(mark, text)));
    side.append(element("div", "title", WORDS[shows].title), this.right, keys);
    this.readings = element("div", "readings");
    this.root.append(this.left, side, this.readings);
    this.cloudSurface = new Surface(this.left, () => this.paint());
    this.curveSurface = new Surface(this.right, () => this.paint());
    this.curveSurface.canvas.setAttribute("aria-label", WORDS[shows].title);
    this.cloudSurface.canvas.setAttribute("aria-hidden", "true");
    this.listen(this.cloudSurface.canvas, (event) => this.grip(event), () => this.cloudPlot);
    const hold = () => (shows === "code" ? "z" : "d");
    this.listen(this.curveSurface.canvas, hold, () => this.curvePlot);
    this.left.addEventListener("keydown", (event) => this.key(event));
  }

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
        if (this.held) this.tell();
        this.held = null;
      });
    }
  }

  /** Take the data of a rerun; where the hand has left things stays. */
  receive({ data, setStateValue }) {
    this.send = setStateValue;
    const given = JSON.stringify(data.points);
    if (given !== this.given) this.cloud = new Cloud(data.points);
    this.given = given;
    this.state.sample = Math.min(this.state.sample, data.points.length - 1);
    this.dressed();
  }

  dressed() {
    this.theme = readTheme(this.root);
    this.paint();
  }

  /** Tell what a hand takes hold of at a point of the cloud: z, another sample's z, or d. */
  grip(event) {
    const { shows, angle, code } = this.state;
    const { cloud, cloudPlot: plot } = this;
    const [x, y] = this.at(event, this.cloudSurface.canvas);
    const far = ([a, b]) => Math.hypot(plot.px(a) - x, plot.py(b) - y);
    const handle = tip(cloud, shows, angle);
    this.flip = 0;
    if (shows === "code" && far(direction(angle).map((v) => v * code)) < NEAR) return "z";
    if (far(handle) < NEAR) return "d";
    const point = [plot.ix(x), plot.iy(y)];
    const near = cloud.nearest(point);
    if (shows === "code" && near.far * plot.sx < NEAR / 2) {
      this.state.sample = near.sample;
      return "none";
    }
    this.flip = point[0] * handle[0] + point[1] * handle[1] < 0 ? 180 : 0;
    return "d";
  }

  at(event, canvas) {
    const box = canvas.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  }

  drag(event, canvas) {
    const [x, y] = this.at(event, canvas);
    const turned = canvas === this.cloudSurface.canvas;
    const plot = turned ? this.cloudPlot : this.curvePlot;
    const [a, b] = [plot.ix(x), plot.iy(y)];
    if (this.held === "z") {
      const [c, s] = direction(this.state.angle);
      this.moveTo(turned ? a * c + b * s : a);
    } else if (this.held === "d") {
      this.turnTo(turned ? angleOf([a, b]) + this.flip : Math.min(179.99, Math.max(0, a)));
    }
    this.since ??= event.timeStamp;
    this.ask();
  }

  turnTo(angle) {
    this.state.angle = Math.round(turn(angle) * 10) / 10;
  }

  moveTo(z) {
    const most = 1.1 * this.cloud.reach;
    this.state.code = Math.round(Math.min(most, Math.max(-most, z)) * 1000) / 1000;
  }

  key(event) {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const { angle, code, sample, shows } = this.state;
    const by = event.shiftKey ? 10 : 1;
    const single = shows === "code";
    const count = this.cloud.points.length;
    const step = by * STEP * (this.cloud.reach / 3);
    const does = {
      ArrowLeft: () => this.turnTo(angle + by),
      ArrowRight: () => this.turnTo(angle - by),
      ArrowUp: () => (single ? this.moveTo(code + step) : this.turnTo(angle + by)),
      ArrowDown: () => (single ? this.moveTo(code - step) : this.turnTo(angle - by)),
      Home: () => this.turnTo(this.cloud.first),
      End: () => single && this.moveTo(this.cloud.code(angle, sample)),
      PageUp: () => single && (this.state.sample = (sample + 1) % count),
      PageDown: () => single && (this.state.sample = (sample + count - 1) % count),
    }[event.key];
    if (!does) return;
    event.preventDefault();
    event.stopPropagation();
    does();
    this.since ??= event.timeStamp;
    this.ask();
    clearTimeout(this.resting);
    this.resting = setTimeout(() => this.tell(), REST);
  }

  tell() {
    const { angle, sample, code } = this.state;
    this.send?.("turned", { angle, sample, code });
  }

  /** Paint with the next picture of the screen. */
  ask() {
    this.frame ??= requestAnimationFrame(() => {
      this.frame = null;
      this.paint();
      this.root.dataset.delay = (performance.now() - this.since).toFixed(1);
      this.since = null;
    });
  }

  paint() {
    if (!this.cloud || !this.theme) return;
    const { state, theme } = this;
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
    this.read();
  }

  /** Write the numbers, and publish them as attributes. */
  read() {
    const { angle, sample, code, shows } = this.state;
    const { cloud } = this;
    const found = { error: cloud.error(angle), predicted: cloud.predicted(angle) };
    const best = cloud.code(angle, sample);
    const shown = {
      error: [["added up", number(found.error)], ["predicted", number(found.predicted)]],
      form: [["dᵀAd", number(cloud.form(angle))], ["λ₁", number(cloud.values[0])]],
      code: [
        ["z", fixed(code, 3)], ["z* = dᵀx", fixed(best, 3)],
        ["‖x − dz‖²", fixed(cloud.left(angle, sample, code), 3)],
        ["slope", fixed(2 * (code - best), 3)],
      ],
    }[shows];
    const all = [["angle of d", `${fixed(angle, 1)}°`], ...shown];
    while (this.readings.childElementCount < 2 * all.length) {
      const name = this.readings.childElementCount % 2 ? "value" : "name";
      this.readings.append(element("span", name));
    }
    all.flat().forEach((text, i) => write(this.readings.children[i], text));
    Object.assign(this.root.dataset, { angle, sample, code, best, ...found });
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

export const mount = mounting(Turning);
