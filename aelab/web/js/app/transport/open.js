// Which transport serves what a page looks at.

import { fetched, RecordedTransport } from "./recording.js";
import { WebSocketTransport } from "./websocket.js";

/** Return a WebSocket to the run, a recording where there is none, or null.
 *
 * @type {import("../types.d.ts").OpenTransport} */
export function openTransport({ run, frame_url: address }, listener) {
  if (run) return new WebSocketTransport(run, listener);
  return address ? new RecordedTransport(fetched(address), listener) : null;
}
