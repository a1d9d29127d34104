"""What the browser computes, by its own modules in node, against NumPy."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from aelab import frames
from aelab.bundled import decoders
from aelab.frames import Part
from tests.node import address, evaluate

DECODE = f"""
import {{ readFileSync }} from "node:fs";
import {{ parse, Store }} from {address("kit/frame.js")};
import {{ Decoder }} from {address("components/decoding/decoder.js")};
const [, file, codes] = process.argv;
const store = new Store();
store.take(parse(new Uint8Array(readFileSync(file)).buffer));
const decoder = new Decoder(store.header, (name) => store.get(name));
const rows = JSON.parse(codes).map((code) => [[...decoder.decode(code)], [...decoder.grey(code)]]);
console.log(JSON.stringify(rows));
"""
MERGE = f"""
import {{ readFileSync }} from "node:fs";
import {{ parse, Store }} from {address("kit/frame.js")};
const store = new Store();
for (const file of process.argv.slice(1)) {{
  store.take(parse(new Uint8Array(readFileSync(file)).buffer));
}}
const arrays = Object.fromEntries([...store.arrays].map(([name, {{ data, shape }}]) =>
  [name, {{ data: [...data], shape, type: data.constructor.name }}]));
console.log(JSON.stringify({{ header: store.header, arrays }}));
"""
TYPES = {"Float32Array": np.float32, "Int32Array": np.int32, "Uint8Array": np.uint8}


def network(rng: Any, sizes: Any) -> Any:
    """Return random layers (weights, biases) of these sizes."""
    pairs = zip(sizes[1:], sizes[:-1], strict=True)
    return [(rng.normal(size=shape), rng.normal(size=shape[0])) for shape in pairs]


@pytest.mark.parametrize("logistic", [True, False])
def test_a_decoder_decodes_as_numpy_does(tmp_path: Path, logistic: bool) -> None:
    rng = np.random.default_rng(3)
    packed = decoders.pack(network(rng, (2, 16, 9, 20)), {"logistic": logistic, "shape": [4, 5]})
    (tmp_path / "decoder").write_bytes(packed)
    z = rng.normal(size=(40, 2))
    rows = evaluate(DECODE, str(tmp_path / "decoder"), json.dumps(z.tolist()))
    values, grey = (np.array(part) for part in zip(*rows, strict=True))
    expected = decoders.decode(frames.picture(packed), z)
    np.testing.assert_allclose(values, expected, rtol=1e-5, atol=1e-4)
    np.testing.assert_allclose(grey, 255 * np.clip(expected, 0, 1), atol=0.51)


def test_frames_are_merged_as_python_merges_them(tmp_path: Path) -> None:
    rng = np.random.default_rng(5)
    codes, labels = rng.normal(size=(10, 2)).astype("f4"), np.arange(10, dtype="u1")
    full = frames.pack({"full": True, "index": 1}, [Part("a.codes", codes), Part("a.l", labels)])
    later = [
        frames.pack({"index": 2}, [Part("a.codes", 2 * codes[:4], 0, 10)]),
        frames.pack({"index": 3}, [Part("a.codes", 3 * codes[4:], 4, 10)]),
        frames.pack({"index": 4}, [Part("a.rows", np.arange(6, dtype="i4").reshape(3, 2))]),
    ]
    files = [tmp_path / str(i) for i in range(4)]
    for file, frame in zip(files, [full, *later], strict=True):
        file.write_bytes(frame)
    result = evaluate(MERGE, *map(str, files))
    expected = frames.picture(frames.merged(full, later))
    assert result["header"]["index"] == expected.header["index"] == 4
    assert set(result["arrays"]) == set(expected.arrays)
    for name, array in expected.arrays.items():
        got = result["arrays"][name]
        assert TYPES[got["type"]] == array.dtype and got["shape"] == list(array.shape)
        np.testing.assert_array_equal(np.reshape(got["data"], got["shape"]), array)


def test_a_share_that_comes_first_leaves_the_other_rows_unknown(tmp_path: Path) -> None:
    (tmp_path / "frame").write_bytes(
        frames.pack({"index": 1}, [Part("a", np.ones((2, 1), "f4"), 1, 4)])
    )
    result = evaluate(MERGE, str(tmp_path / "frame"))
    assert result["arrays"]["a"]["data"] == [None, 1, 1, None]  # NaN is null in JSON
