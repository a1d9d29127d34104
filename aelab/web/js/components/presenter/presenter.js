// @ts-nocheck
// Presenter mode: one section of a chapter at a time, by keys or by the bar in the corner.

import { mounting } from "../../kit/mounting.js";
import { element, write } from "../../kit/text.js";

const ROOT = document.documentElement;
const SECTION = /\bst-key-(section-[\w-]+)/;
const FIRST = "section-intro"; // of each page that is presented section by section
const LAST = "section-home"; // of each chapter
const LOOK = 500; // ms between two looks at which sections there are
const PATIENCE = 2000; // ms before a chapter is asked for again
const TYPING = "input:not([type=range]):not([type=radio]), textarea, select, [contenteditable=true]";
const KEYS = { PageDown: "next", PageUp: "back", a: "answers", A: "answers" };

class Presenter {
  on = false;
  page = "";
  at = ""; // the section that is shown, by its key
  ahead = 0; // how many chapters to go from this one

  constructor(parent) {
    this.root = element("nav", "presenter", "", { "aria-label": "Presenter mode" });
    this.rule = element("style"); // hides all sections but one
    this.place = element("span", "place", "", { role: "status" });
    this.answers = this.button("Answers", "Show or hide the answers (A)", () => this.reveal());
    this.root.append(
      this.button("Back", "Previous section (page up)", () => this.move(-1)),
      this.place,
      this.button("Next", "Next section (page down)", () => this.move(1)),
      this.answers,
      this.button("End", "End presenter mode (P)", () => this.toggle()),
    );
    parent.append(this.root, this.rule);
    this.heard = (event) => this.hear(event);
    document.addEventListener("keydown", this.heard, true);
    this.timer = setInterval(() => this.look(), LOOK);
  }

  /** Begin anew, with nothing asked for. */
  begin() {
    this.ahead = 0;
    this.hide();
  }

  button(words, title, act) {
    const button = element("button", "", words, { type: "button", title });
    button.addEventListener("click", act);
    return button;
  }

  /** Take the data of a rerun. */
  receive({ data, setTriggerValue }) {
    this.trigger = setTriggerValue;
    if (this.on !== Boolean(data?.on)) this.begin();
    this.on = Boolean(data?.on);
    ROOT.toggleAttribute("data-presenting", this.on);
    this.root.hidden = !this.on;
    this.show();
  }

  /** Return the keys of the sections of the page, in their order. */
  sections() {
    const found = document.querySelectorAll("[class*=st-key-section-]");
    const keys = [...found].map((node) => SECTION.exec(node.className)?.[1]).filter(Boolean);
    return keys.includes(FIRST) ? keys : [];
  }

  look() {
    if (!this.on) return;
    this.show();
    this.open();
  }

  /** Show one section alone, the first where the last one shown is not there. */
  show() {
    const keys = this.sections();
    if (this.page !== location.pathname) [this.at, this.ahead] = ["", 0];
    this.page = location.pathname;
    if (this.on && keys.length && !keys.includes(this.at)) this.at = keys[0];
    const alone = this.on && keys.length > 0;
    const others = `[class*="st-key-section-"]:not(.st-key-${this.at})`;
    const away = `${others}, [data-testid="stLayoutWrapper"]:has(> ${others})`; // and its gap
    write(this.rule, alone ? `${away} { display: none !important; }` : "");
    ROOT.toggleAttribute("data-sections", alone);
    write(this.place, keys.length ? `${keys.indexOf(this.at) + 1} / ${keys.length}` : "");
    this.answers.disabled = !keys.length;
  }

  /** Go on to the next section or back to the last one; beyond the ends, to another chapter. */
  move(by) {
    const keys = this.sections();
    const next = keys.indexOf(this.at) + by;
    const app = document.querySelector("[data-testid=stApp]");
    const written = app?.dataset.testScriptState === "notRunning";
    const whole = written || !keys.length || keys.at(-1) === LAST; // or more is to come
    if (next < 0 || (next >= keys.length && whole)) return this.chapter(by);
    if (next >= keys.length) return;
    this.at = keys[next];
    this.ahead = 0;
    this.hide();
    this.show();
    document.querySelector("[data-testid=stMain]")?.scrollTo(0, 0);
    window.dispatchEvent(new Event("resize")); // what was hidden had no width
    this.stage(document.querySelector(`.st-key-${this.at}`));
  }

  /** Bring the first demo of a section to it, if it has one and it is elsewhere. */
  stage(section) {
    if (section.querySelector("[data-mount]")) return;
    section.querySelector("[class*=st-key-stage-] button")?.click();
  }

  /** Ask for the chapter after this one, or that before it. */
  chapter(by) {
    this.ahead = by;
    this.asked = -Infinity;
    this.open();
  }

  /** Open the chapter that was asked for: the links may come later than the sections, and Streamlit
   * forgets a link where a control was moved just before. */
  open() {
    const links = [...document.querySelectorAll(".st-key-chapters a")];
    if (!this.ahead || !links.length || performance.now() - this.asked < PATIENCE) return;
    this.asked = performance.now();
    const here = links.findIndex(({ pathname }) => pathname === location.pathname);
    links[here + this.ahead]?.click();
  }

  reveal() {
    ROOT.toggleAttribute("data-answers");
  }

  hide() {
    ROOT.removeAttribute("data-answers");
  }

  toggle() {
    this.trigger?.("toggled", Date.now());
  }

  /** Do what a key asks, where nobody is writing. */
  hear(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const target = event.composedPath()[0];
    if (target instanceof Element && target.closest(TYPING)) return;
    const does = event.key === "p" || event.key === "P" ? "toggle" : this.on && KEYS[event.key];
    if (!does || (event.repeat && does === "toggle")) return;
    event.preventDefault();
    event.stopPropagation();
    const act = {
      toggle: () => this.toggle(),
      next: () => this.move(1),
      back: () => this.move(-1),
      answers: () => this.reveal(),
    };
    act[does]();
  }

  close() {
    document.removeEventListener("keydown", this.heard, true);
    clearInterval(this.timer);
    for (const name of ["data-presenting", "data-sections"]) ROOT.removeAttribute(name);
    this.hide();
    this.root.remove();
    this.rule.remove();
  }
}

export const mount = mounting(Presenter);
