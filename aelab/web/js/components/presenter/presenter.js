// Presenter mode: one section of a chapter at a time, by keys or by the bar in the corner.

import { mounting } from "../../kit/mounting.js";
import { element, write } from "../../kit/text.js";

/** @import { Component } from "../../kit/types.d.ts" */

const ROOT = document.documentElement;
const SECTION = /\bst-key-(section-[\w-]+)/;
const FIRST = "section-intro"; // of each page that is presented section by section
const LAST = "section-home"; // of each chapter
const EVERY = 500; // ms between two updates of the sections
const PATIENCE = 2000; // ms until a chapter is opened again
const TYPING =
  "input:not([type=range]):not([type=radio]), textarea, select, [contenteditable=true]";
/** @type {Record<string, "next" | "back" | "answers">} */
const KEYS = { PageDown: "next", PageUp: "back", a: "answers", A: "answers" };

class Presenter {
  on = false;
  page = "";
  at = ""; // the section that is shown, by its key
  ahead = 0; // chapters to go from this one
  opened = -Infinity; // ms, when a chapter was opened last
  /** @type {Component<unknown>["setTriggerValue"] | null} */
  trigger = null;

  /** @param {HTMLElement} parent */
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
    /** @type {(event: KeyboardEvent) => void} */
    this.listener = (event) => this.onKey(event);
    document.addEventListener("keydown", this.listener, true);
    this.timer = setInterval(() => this.update(), EVERY);
  }

  /** Start over, with no chapter to be opened. */
  restart() {
    this.ahead = 0;
    this.hide();
  }

  /** @type {(words: string, title: string, act: () => void) => HTMLButtonElement} */
  button(words, title, act) {
    const button = element("button", "", words, { type: "button", title });
    button.addEventListener("click", act);
    return button;
  }

  /** Take the data of a rerun.
   * @type {(component: Component<{ on?: boolean } | null>) => void} */
  receive({ data, setTriggerValue }) {
    this.trigger = setTriggerValue;
    if (this.on !== Boolean(data?.on)) this.restart();
    this.on = Boolean(data?.on);
    ROOT.toggleAttribute("data-presenting", this.on);
    this.root.hidden = !this.on;
    this.show();
  }

  /** Return the keys of the sections of the page, in their order.
   * @type {() => string[]} */
  sections() {
    const nodes = document.querySelectorAll("[class*=st-key-section-]");
    const keys = [...nodes].flatMap((node) => SECTION.exec(node.className)?.[1] ?? []);
    return keys.includes(FIRST) ? keys : [];
  }

  update() {
    if (!this.on) return;
    this.show();
    this.open();
  }

  /** Show a single section: the last one shown, or the first where that is not there. */
  show() {
    const keys = this.sections();
    if (this.page !== location.pathname) [this.at, this.ahead] = ["", 0];
    this.page = location.pathname;
    if (this.on && keys.length && !keys.includes(this.at)) this.at = keys[0];
    const single = this.on && keys.length > 0;
    const others = `[class*="st-key-section-"]:not(.st-key-${this.at})`;
    const away = `${others}, [data-testid="stLayoutWrapper"]:has(> ${others})`; // and its gap
    write(this.rule, single ? `${away} { display: none !important; }` : "");
    ROOT.toggleAttribute("data-sections", single);
    write(this.place, keys.length ? `${keys.indexOf(this.at) + 1} / ${keys.length}` : "");
    this.answers.disabled = !keys.length;
  }

  /** Go to the next or the previous section; beyond the ends, to another chapter.
   * @type {(by: number) => void} */
  move(by) {
    const keys = this.sections();
    const next = keys.indexOf(this.at) + by;
    const app = document.querySelector("[data-testid=stApp]");
    const written = app?.getAttribute("data-test-script-state") === "notRunning";
    const complete = written || !keys.length || keys.at(-1) === LAST;
    if (next < 0 || (next >= keys.length && complete)) return this.chapter(by);
    if (next >= keys.length) return;
    this.at = keys[next];
    this.ahead = 0;
    this.hide();
    this.show();
    document.querySelector("[data-testid=stMain]")?.scrollTo(0, 0);
    window.dispatchEvent(new Event("resize")); // what was hidden had no width
    this.moveDemo(document.querySelector(`.st-key-${this.at}`));
  }

  /** Move the demo into a section that has one, unless it is there.
   * @type {(section: Element | null) => void} */
  moveDemo(section) {
    if (!section || section.querySelector("[data-mount]")) return;
    const button = section.querySelector("[class*=st-key-stage-] button");
    if (button instanceof HTMLElement) button.click();
  }

  /** Go to the chapter after this one, or before it.
   * @type {(by: number) => void} */
  chapter(by) {
    this.ahead = by;
    this.opened = -Infinity;
    this.open();
  }

  /** Open the chapter to go to. The links may come later than the sections, and Streamlit forgets
   * a link that is opened just after a control was moved, hence the repetition. */
  open() {
    const nodes = document.querySelectorAll(".st-key-chapters a");
    const links = [...nodes].filter((node) => node instanceof HTMLAnchorElement);
    if (!this.ahead || !links.length || performance.now() - this.opened < PATIENCE) return;
    this.opened = performance.now();
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

  /** Carry out a key, unless it is pressed in a field for text.
   * @type {(event: KeyboardEvent) => void} */
  onKey(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const target = event.composedPath()[0];
    if (target instanceof Element && target.closest(TYPING)) return;
    const toggles = event.key === "p" || event.key === "P";
    const action = toggles ? "toggle" : this.on ? KEYS[event.key] : undefined;
    if (!action || (event.repeat && toggles)) return;
    event.preventDefault();
    event.stopPropagation();
    const actions = {
      toggle: () => this.toggle(),
      next: () => this.move(1),
      back: () => this.move(-1),
      answers: () => this.reveal(),
    };
    actions[action]();
  }

  close() {
    document.removeEventListener("keydown", this.listener, true);
    clearInterval(this.timer);
    for (const name of ["data-presenting", "data-sections"]) ROOT.removeAttribute(name);
    this.hide();
    this.root.remove();
    this.rule.remove();
  }
}

export const mount = mounting(Presenter);
