// @ts-nocheck
// What comes from the run and goes to it: frames, changes of state, answers; commands.

import { parse, Store } from "../kit/frame.js";
import { Channel } from "./socket.js";

const FOREIGN = 4403;

/** Keeps the state of the lab as the run tells it. */
export class Feed {
  constructor(lab) {
    this.lab = lab;
    this.sent = 0;
    this.silent = new Set(); // numbers of commands that nobody gave
    this.heard = false; // the run has told its state
  }

  /** Connect to the run, or fetch the shipped one where there is none. */
  open() {
    const { lab } = this;
    const { run, frame_url: url } = lab.data;
    lab.channel?.close();
    lab.channel = null;
    this.heard = false;
    Object.assign(lab, { stale: true, queue: 0, message: "", fix: null, state: "idle" });
    if (run) this.connect(run);
    else if (url) this.fetch(url);
  }

  connect(run) {
    const { lab } = this;
    const { axes } = lab.data;
    lab.linked = true; // a first connection is not a reconnection
    const mine = (does) => (value) => lab.data.run === run && does(value);
    lab.channel = new Channel(run, {
      frame: mine((buffer) => this.frame(buffer)),
      text: mine((words) => this.learn(words)),
      link: mine((up) => this.link(up)),
      gone: mine((code) => this.gone(code)),
    });
    if (axes) this.command("axes", axes === "pca" ? axes : axes.split(".").map(Number));
  }

  async fetch(url) {
    const wanted = () => !this.lab.data.run && this.lab.data.frame_url === url;
    try {
      const answer = await fetch(new URL(url, location.origin));
      const buffer = answer.ok ? await answer.arrayBuffer() : null;
      if (buffer && wanted()) this.frame(buffer);
    } catch (error) {
      console.warn("The shipped run could not be fetched.", error);
    }
  }

  /** Take a frame in; it is drawn with the screen's next picture, then the next one may come. */
  frame(buffer) {
    const { lab } = this;
    const frame = parse(buffer);
    if (lab.stale) {
      lab.store = new Store();
      lab.cards.reset(); // not before: until now the last picture was there, faded
      lab.picked = frame.header.views?.find(({ pinned }) => pinned >= 0)?.pinned ?? lab.picked;
    }
    lab.stale = false;
    lab.store.take(frame);
    if (!this.heard) lab.state = frame.header.state ?? lab.state;
    lab.root.classList.remove("stale");
    lab.awaited = true;
    lab.cards.update(lab.store);
    lab.arrangement.show();
    lab.inspector.follow();
    lab.request();
  }

  /** Take a change of state, an acknowledgement, or the answer to a probe. */
  learn({ state, queue, ack, message, fix, probe }) {
    const { lab } = this;
    const before = lab.state;
    this.heard = true;
    if (state) lab.state = state;
    lab.queue = queue ?? 0;
    if (lab.probe.answer(ack, probe)) {
      if (lab.state !== before) lab.refresh();
      return;
    }
    lab.message = message ?? "";
    lab.fix = fix ?? null;
    if (ack !== null && ack !== undefined && !this.silent.delete(ack)) lab.acknowledged++;
    if (lab.stale) lab.request();
    lab.refresh();
  }

  link(up) {
    this.lab.linked = up;
    if (!up) this.lab.arrangement.renew();
    this.lab.refresh();
  }

  gone(code) {
    const message =
      code === FOREIGN
        ? "This page may not watch the run: open the lab at its own address."
        : "This run is gone; press Play for a new one.";
    Object.assign(this.lab, { channel: null, state: "idle", queue: 0, message });
    this.lab.request();
    this.lab.refresh();
  }

  /** Send a command; returns its number. What nobody asked for is not counted as acknowledged. */
  command(op, value) {
    this.lab.channel?.send({ op, value, id: ++this.sent });
    if (op === "show") this.silent.add(this.sent);
    return this.sent;
  }
}
