// Frames made as Python makes them, for tests: aelab/frames.py says how.

/** @import { Share } from "../../aelab/web/js/kit/types.d.ts" */
/** @typedef {Omit<Share, "start" | "rows"> & { start?: number, rows?: number }} Given */

/** Return the bytes of one frame. @param {object} header @param {Given[]} [parts] */
export function pack(header, parts = []) {
  let offset = 0;
  const arrays = parts.map(({ name, data, shape, start = 0, rows = shape[0] }) => {
    const dtype = data instanceof Float32Array ? "f4" : data instanceof Int32Array ? "i4" : "u1";
    const place = { name, dtype, shape, offset, start, rows };
    offset += Math.ceil(data.byteLength / 8) * 8;
    return place;
  });
  let text = JSON.stringify({ ...header, arrays });
  const bytes = () => new TextEncoder().encode(text);
  while ((bytes().length + 4) % 8) text += " ";
  const head = bytes();
  const buffer = new ArrayBuffer(4 + head.length + offset);
  new DataView(buffer).setUint32(0, head.length, true);
  const whole = new Uint8Array(buffer);
  whole.set(head, 4);
  parts.forEach(({ data }, i) => {
    const raw = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    whole.set(raw, 4 + head.length + arrays[i].offset);
  });
  return buffer;
}
