// The play bar: buttons for the run, and its progress.

import { Pace } from "./pace.js";
import { counter, element, rate, write } from "../kit/text.js";

/** @import { Header } from "./types.d.ts" */
/** @import { Does } from "./actions.js" */
/** @import { Lab } from "./live.js" */

/** Icons are drawn, not typed, so that they look the same everywhere. */
const ICONS = {
  reset: "M3.2 8a4.8 4.8 0 1 0 1.6-3.6M3 2.2v3h3",
  play: "M4.5 2.8v10.4L13 8z",
  pause: "M4 3h2.8v10H4zM9.2 3H12v10H9.2z",
  step: "M3.5 3.2v9.6L10 8zM11.2 3.2h1.8v9.6h-1.8z",
  stop: "M3.8 3.8h8.4v8.4H3.8z",
  seed: "M3 3h10v10H3zM6 6h.01M10 10h.01M6 10h.01M10 6h.01",
  share:
    "M6.5 9.5l3-3M7.5 4.6l1-1a2.6 2.6 0 0 1 3.8 3.8l-1 1" +
    "M8.5 11.4l-1 1a2.6 2.6 0 0 1-3.8-3.8l1-1",
};
const OUTLINED = new Set(["reset", "seed", "share"]);

/** @param {keyof typeof ICONS} name */
function icon(name) {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  svg.setAttribute("viewBox", "0 0 16 16");
  svg.setAttribute("aria-hidden", "true");
  svg.setAttribute("class", OUTLINED.has(name) ? "outlined" : "");
  const path = document.createElementNS(space, "path");
  path.setAttribute("d", ICONS[name]);
  svg.append(path);
  return svg;
}

/** Which buttons mean something in which state. */
const ACTIVE = {
  step: ["running", "paused", "stopped"],
  stop: ["queued", "running", "paused"],
};

/** The bar above the pictures. */
export class PlayBar {
  #going = false; // the button says Pause

  /** @param {Lab} lab */
  constructor(lab) {
    this.lab = lab;
    this.node = element("div", "bar", "", { role: "group", "aria-label": "Run" });
    this.reset = this.button("reset", "Reset", "Reset to the same initial weights", "reset");
    this.play = this.button("play", "Play", "Play", "play");
    this.step = this.button("step", "Step", "Step: one update", "step");
    this.stop = this.button("stop", "Stop", "Stop the run", "stop");
    this.epoch = this.figure("epoch");
    this.count = this.figure("step");
    this.pace = new Pace(lab);
    this.speed = this.figure("samples / s", "speed");
    this.speed.node.prepend(this.pace.node);
    this.speed.node.querySelector("small")?.remove();
    this.speed.value.title = "Samples per second";
    this.state = element("div", "state", "", { role: "status" });
    this.word = element("span", "word");
    this.detail = element("small", "detail");
    this.state.append(this.word, this.detail);
    this.seed = this.button("seed", "New seed", "New seed: other initial weights", "seed");
    this.share = this.button("share", "Share", "Share: copy a link to these settings", "share");
    this.help = element("button", "button help", "?", {
      type: "button",
      "aria-label": "Keys and help",
      title: "Keys and help (?)",
      "data-does": "help",
    });
    this.help.addEventListener("click", () => lab.act("help"));
    this.node.append(
      this.reset, this.play, this.step, this.stop,
      this.epoch.node, this.count.node, this.speed.node, this.state,
      this.seed, this.share, this.help,
    );
  }

  /** @param {keyof typeof ICONS} name
   * @param {string} text
   * @param {string} label
   * @param {Does} does */
  button(name, text, label, does) {
    const button = element("button", `button ${name}`, "", {
      type: "button", "aria-label": label, title: label, "data-does": does,
    });
    button.append(icon(name), element("span", "", text));
    button.addEventListener("click", () => this.lab.act(does));
    return button;
  }

  /** A number that changes, under its name. @param {string} name */
  figure(name, kind = name) {
    const node = element("div", `figure ${kind}`);
    const value = element("span", "value", "–");
    node.append(element("small", "", name), value);
    return { node, value };
  }

  /** Show the state of the run. */
  update() {
    const { data, store, stale, runState, live, linked, asking, queue, flash } = this.lab.now;
    this.pace.take(data.pace);
    const fresh = stale ? null : store.header;
    this.numbers(fresh);
    this.face(runState === "running" || runState === "queued");
    this.play.disabled = this.seed.disabled = asking;
    this.reset.disabled = !live;
    this.step.disabled = !live || !ACTIVE.step.includes(runState);
    this.stop.disabled = !live || !ACTIVE.stop.includes(runState);
    const queued = runState === "queued" && queue > 0;
    write(this.word, queued ? "queued, " : runState);
    const speed = fresh?.rate && live ? `rate ${rate(fresh.rate)}` : "";
    const shipped = !live && fresh ? "shipped run" : "";
    const quiet = linked || !live ? "" : "reconnecting";
    const asked = asking ? "starting" : "";
    const place = queued ? `position ${queue}` : "";
    write(this.detail, flash || asked || quiet || place || speed || shipped);
    this.state.dataset.state = runState;
  }

  /** @param {Header | null} header */
  numbers(header) {
    const epochs = header?.epochs;
    const speed = header?.speed ?? 0;
    const width = Math.max(3, String(epochs ?? "").length);
    const limit = epochs ? ` / ${counter(epochs, width)}` : "";
    write(this.epoch.value, `${counter(header?.epoch ?? 0, width)}${limit}`);
    const digits = Math.max(6, String(header?.updates ?? "").length);
    write(this.count.value, counter(header?.index ?? 0, digits));
    write(this.speed.value, speed > 0 ? `${counter(speed)} / s` : "–");
  }

  /** Play and Pause are one button of one width. @param {boolean} going */
  face(going) {
    if (this.#going === going) return;
    this.#going = going;
    const name = going ? "Pause" : "Play";
    this.play.replaceChildren(icon(going ? "pause" : "play"), element("span", "", name));
    this.play.setAttribute("aria-label", name);
    this.play.title = `${name} (space)`;
  }

  /** Say on the button itself that the link is copied. @param {boolean} done */
  copied(done) {
    this.share.classList.toggle("done", done);
    write(this.share.lastChild, done ? "Copied" : "Share");
  }
}
