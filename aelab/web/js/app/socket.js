// @ts-nocheck
// The channel to a run: binary frames and state come down, commands go up; it reconnects quietly.

const GONE = 4404;
const FOREIGN = 4403;
const SLOWEST = 5000; // ms between attempts

/** A WebSocket on one run that opens again when it breaks. */
export class Channel {
  constructor(run, listener) {
    this.run = run;
    this.listener = listener; // {frame(buffer), text(object), link(up), gone(code)}
    this.attempts = 0;
    this.waiting = []; // commands given while the line is down
    this.closed = false;
    this.open();
  }

  open() {
    const origin = location.origin.replace(/^http/, "ws");
    const socket = new WebSocket(`${origin}/live?run=${encodeURIComponent(this.run)}`);
    socket.binaryType = "arraybuffer";
    socket.onopen = () => this.opened();
    socket.onmessage = ({ data }) => this.received(data);
    socket.onclose = ({ code }) => this.lost(code);
    this.socket = socket;
  }

  opened() {
    this.attempts = 0;
    this.listener.link(true);
    for (const message of this.waiting.splice(0)) this.send(message);
  }

  received(data) {
    if (this.closed) return;
    if (typeof data === "string") this.listener.text(JSON.parse(data));
    else this.listener.frame(data);
  }

  lost(code) {
    if (this.closed) return;
    if (code === GONE || code === FOREIGN) {
      this.close();
      this.listener.gone(code);
      return;
    }
    this.listener.link(false);
    const pause = Math.min(SLOWEST, 250 * 2 ** this.attempts++);
    this.timer = setTimeout(() => this.open(), pause * (0.8 + 0.4 * Math.random()));
  }

  /** Send now, or once the line is up again (only the last command of each kind is kept). */
  send(message) {
    if (this.closed) return;
    if (this.socket.readyState === WebSocket.OPEN) {
      this.socket.send(JSON.stringify(message));
    } else if (message.op !== "drawn") {
      this.waiting = this.waiting.filter(({ op }) => op !== message.op).concat(message);
    }
  }

  close() {
    this.closed = true;
    clearTimeout(this.timer);
    this.socket.close();
  }
}
