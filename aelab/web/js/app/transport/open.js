// Which transport serves what a page looks at.

import { NotebookTransport } from "./notebook.js";
import { fetched, RecordedTransport } from "./recording.js";
import { WebSocketTransport } from "./websocket.js";

/** Return the channel of a notebook, a WebSocket to the run, a recording, or null.
 *
 * @type {import("../types.d.ts").OpenTransport} */
export function openTransport({ channel, run, frame_url: address }, listener) {
  if (channel) return new NotebookTransport(channel, listener);
  if (run) return new WebSocketTransport(run, listener);
  return address ? new RecordedTransport(fetched(address), listener) : null;
}
