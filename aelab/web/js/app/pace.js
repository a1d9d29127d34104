// How fast a run goes: as fast as it can, or at so many updates a second, to be watched.

import { counter, element } from "../kit/text.js";

/** @import { Lab } from "./live.js" */

const PACES = [0, 100000, 10000, 1000, 100, 10]; // updates per second; 0 is no limit

/** Return a pace in words. @param {number} pace */
function words(pace) {
  return pace ? `${counter(pace)} steps/s` : "full speed";
}

/** A select whose choice goes to the run at once, and to Python for the runs that follow. */
export class Pace {
  /** @param {Lab} lab */
  constructor(lab) {
    this.lab = lab;
    this.node = element("select", "pace", "", {
      "aria-label": "Pace of the run",
      title: "Pace of the run: slow it down to watch",
    });
    this.pace = 0;
    this.offer(0);
    this.node.addEventListener("change", () => this.choose(Number(this.node.value)));
  }

  /** Offer the usual paces and the one in force. @param {number} pace */
  offer(pace) {
    const all = [...new Set([...PACES.slice(1), ...(pace ? [pace] : [])])].sort((a, b) => b - a);
    this.node.replaceChildren(...[0, ...all].map((p) => new Option(words(p), String(p))));
    this.node.value = String(pace);
    this.pace = pace;
  }

  /** @param {number} pace */
  choose(pace) {
    this.pace = pace;
    this.lab.command("pace", pace);
    this.lab.trigger("pace", String(pace));
  }

  /** Take the pace that the page says. */
  take(pace = 0) {
    if (pace !== this.pace) this.offer(pace);
  }
}
