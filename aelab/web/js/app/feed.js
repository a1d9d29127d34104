// What comes from the run and goes to it: frames, changes of state, answers; commands.

import { parse } from "../kit/frame.js";

/** @import { Commands, Listener, News, Op, OpenTransport, Transport } from "./types.d.ts" */
/** @import { Lab } from "./live.js" */

const REFUSED = "This page may not watch the run: open the lab at its own address.";
const UNKNOWN = "This run is gone; press Play for a new one.";

/** Connects the state of the page to a transport. */
export class Feed {
  /** @type {Transport | null} */
  #transport = null;
  #sent = 0;
  /** @type {Set<number>} Numbers of commands that nobody gave. */
  #silent = new Set();

  /** @param {Lab} lab
   * @param {OpenTransport} openTransport */
  constructor(lab, openTransport) {
    this.lab = lab;
    this.openTransport = openTransport;
  }

  /** Connect to what the data of the page name: a run, or a recording. */
  open() {
    const { page } = this.lab;
    this.close();
    page.openRun();
    const { data } = page.now;
    this.#transport = this.openTransport(data, this.#listener());
    if (!this.#transport?.live) return;
    page.connect();
    const { axes } = data;
    if (axes) this.command("axes", axes === "pca" ? axes : axes.split(".").map(Number));
  }

  /** @returns {Listener} */
  #listener() {
    return {
      frame: (buffer) => this.#frame(buffer),
      news: (news) => this.#learn(news),
      link: (up) => this.#link(up),
      gone: (reason) => this.#gone(reason),
    };
  }

  /** Take a frame in; it is drawn with the screen's next picture, then the next one may come.
   *
   * @param {ArrayBuffer} buffer */
  #frame(buffer) {
    const { lab } = this;
    const frame = parse(buffer);
    if (lab.now.stale) lab.cards.reset(); // not before: until now the last picture was there
    lab.page.takeFrame(frame);
    lab.frameCame();
    lab.cards.update(lab.now.store);
    lab.arrangement.show();
    lab.inspector.follow();
    lab.request();
  }

  /** Take a change of state, an acknowledgement, or the answer to a probe. @param {News} news */
  #learn(news) {
    const { lab } = this;
    const before = lab.now.runState;
    lab.page.takeState(news);
    const { ack = null, probe } = news;
    if (ack !== null && lab.probe.answer(ack, probe)) {
      if (lab.now.runState !== before) lab.refresh();
      return;
    }
    lab.page.takeWords(news);
    if (ack !== null && !this.#silent.delete(ack)) lab.page.acknowledge();
    if (lab.now.stale) lab.request();
    lab.refresh();
  }

  /** @param {boolean} up */
  #link(up) {
    this.lab.page.setLinked(up);
    if (!up) this.lab.arrangement.renew();
    this.lab.refresh();
  }

  /** @param {"unknown" | "refused"} reason */
  #gone(reason) {
    this.#transport = null;
    this.lab.page.loseRun(reason === "refused" ? REFUSED : UNKNOWN);
    this.lab.request();
    this.lab.refresh();
  }

  /** Send a command; returns its number. One that a person gave is counted when acknowledged.
   *
   * @template {Op} Name
   * @param {Name} op
   * @param {Commands[Name]} [value] */
  command(op, value, silent = op === "show") {
    this.#transport?.send({ op, value, id: ++this.#sent });
    if (silent) this.#silent.add(this.#sent);
    return this.#sent;
  }

  /** Say that the last frame is drawn: the next one may come. */
  drawn() {
    this.#transport?.send({ op: "drawn" });
  }

  close() {
    this.#transport?.close();
    this.#transport = null;
  }
}
