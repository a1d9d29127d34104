"""Whether the lab gives the same numbers as before: `python -m benchmarks.same record FILE`.

It records the losses of 24 runs, what 40 links lead to, and a picture of every preset that comes
with the lab. `python -m benchmarks.same compare FILE` says what is no longer the same, bit for
bit. Both have to run on the same machine, with the same versions.
"""

import hashlib
import json
import re
import sys
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import torch

import aelab
from aelab import catalogue, frames
from aelab.lecture.demos import EVERY
from aelab.presets import SHIPPED
from aelab.registry import DATASETS, slug_of
from aelab.runs.publisher import FramePublisher
from aelab.spec import Spec
from aelab.training import steps
from aelab.training.learning import Learning
from aelab.web import link

UPDATES = 50
NAMED = re.compile(r'("(dataset|model)": ?)"([^"]+)"')
ENTRIES = {
    "dataset": lambda name: slug_of(DATASETS, name) or name,
    "model": lambda name: slug_of(aelab.MODELS, name) or name,
}
PASSING = ("speed", "seconds", "caution")  # in the header of a frame, other each time
SMALL: dict[str, Any] = {"latent": 2, "epochs": 2, "batch": 64}
MODELS: dict[str, dict[str, Any]] = {
    "pca": {"latent": 2},
    "ppca": {"latent": 1},
    "oja": {"latent": 1},
    "autoencoder": SMALL | {"widths": (32,)},
    "sparse": SMALL | {"latent": 16},
    "denoising": SMALL | {"widths": (32,)},
    "contractive": SMALL,
    "normalised": SMALL | {"widths": (32,), "steps": 3},
    "vae": SMALL | {"widths": (32,)},
    "dirichlet-vae": SMALL | {"widths": (32,)},
    "gan": SMALL | {"widths": (32,)},
}
DATA: dict[str, dict[str, Any]] = {"two-moons": {"points": 4000}, "mnist": {"points": 4000}}
# Data and settings with a way of their own.
OTHERS: list[tuple[str, str, dict[str, Any], dict[str, Any]]] = [
    ("jet-images", "autoencoder", {}, SMALL),
    ("jet-images", "vae", {"anomaly": "top"}, SMALL),
    ("swiss-roll", "autoencoder", {}, SMALL | {"decoder": "tied"}),
    ("mnist", "pca", {"anomaly": "0"}, {"latent": 16}),
    ("brain-slices", "autoencoder", {}, SMALL),
    ("checkerboard", "gan", {}, SMALL),
]


MENDED = (
    "?dataset=MNIST",
    "?model=PCA",
    "?latent=99999",
    "?beta=x",
    "?seed=-1",
    "?nothing=1",
)


def specs() -> Iterator[Spec]:
    """Yield each model on a toy and on images, and six others."""
    for data, params in DATA.items():
        for model, settings in MODELS.items():
            yield Spec(dataset=data, model=model, dataset_params=params, model_params=settings)
    for data, model, params, settings in OTHERS:
        yield Spec(dataset=data, model=model, dataset_params=params, model_params=settings)


def losses(spec: Spec) -> list[str]:
    """Return the terms of the first updates and those held out at the end, exactly."""
    learning, lines = Learning(spec), []
    for step in islice(steps(spec), UPDATES):
        lines.append(" ".join(f"{name} {value.hex()}" for name, value in step.terms.items()))
    while learning.verdict is None:
        learning.update()
    last = learning.history.heldout_loss
    return [*lines, f"{learning.verdict.state} {None if last is None else float(last).hex()}"]


def links() -> list[str]:
    """Return 40 links: those of presets, and some that have to be mended."""
    entries = catalogue.read()
    assert entries is not None
    of_presets = [link.share(link.of(preset, entries), entries) for preset in EVERY]
    return [*of_presets[:: max(1, len(of_presets) // 34)][:34], *MENDED]


def leads_to(text: str) -> str:
    """Return the Spec that a link leads to, and what had to be mended."""
    entries = catalogue.read()
    assert entries is not None
    chosen, problems = link.read(dict(parse_qsl(text.removeprefix("?"))), entries)
    return f"{Spec(**chosen).to_json()} {link.told(problems)}"


def picture(spec: Spec) -> list[str]:
    """Return each part of the full frame after some updates, and its header."""
    learning = Learning(spec)
    snapshots = FramePublisher("same", learning)
    while learning.index < UPDATES and learning.verdict is None:
        learning.update()
    learning.read()
    header, parts = frames.unpack(snapshots.take({}, full=True))
    lasting = {key: value for key, value in header.items() if key not in PASSING}
    return [json.dumps(lasting, sort_keys=True), *map(_told, parts)]


def _told(part: frames.Part) -> str:
    digest = hashlib.sha256(part.array.tobytes()).hexdigest()[:16]
    return f"{part.name} {part.array.dtype} {part.array.shape} {digest}"


def everything() -> dict[str, Any]:
    """Return all that is to be the same, under a name each."""
    torch.set_num_threads(1)
    catalogue.make()
    records: dict[str, Any] = {}
    for spec in specs():
        records[f"losses of {spec.to_json()}"] = losses(spec)
        print(".", end="", flush=True)
    records |= {f"link {text}": leads_to(text) for text in links()}
    for preset in EVERY:
        records[f"picture of {preset.slug}"] = picture(preset.spec)
        print(".", end="", flush=True)
    records |= {f"shipped {f.name}": hashlib.sha256(f.read_bytes()).hexdigest() for f in shipped()}
    print()
    return records


def by_slug(text: str) -> str:
    """Return a text with slugs in the place of titles: older records have titles."""
    return NAMED.sub(lambda named: f'{named[1]}"{ENTRIES[named[2]](named[3])}"', text)


def alike(before: Any, now: Any) -> bool:
    """Return whether two recorded values agree, apart from keys that a header has gained."""
    if isinstance(before, list) and isinstance(now, list) and before[0].startswith("{"):
        headers = (json.loads(lines[0]) for lines in (before, now))
        return _within(*headers) and before[1:] == now[1:]
    if isinstance(before, str) and isinstance(now, str):
        return by_slug(before) == by_slug(now)
    return bool(before == now)


def _within(old: Any, new: Any) -> bool:
    """Return whether plain data are the same, apart from keys that are new."""
    if isinstance(old, dict) and isinstance(new, dict):
        return all(key in new and _within(old[key], new[key]) for key in old)
    if isinstance(old, list) and isinstance(new, list):
        return len(old) == len(new) and all(map(_within, old, new))
    return bool(old == new)


def shipped() -> list[Path]:
    """Return all files that come with the lab as its results."""
    return sorted(path for path in SHIPPED.rglob("*") if path.is_file())


def main(does: str, file: str) -> None:
    """Record, or compare with what was recorded."""
    now = everything()
    if does == "record":
        Path(file).write_text(json.dumps(now, indent=1))
        print(f"{len(now)} things are recorded in {file}.")
        return
    before = {by_slug(name): value for name, value in json.loads(Path(file).read_text()).items()}
    now |= {name: leads_to(name.removeprefix("link ")) for name in before if name[:5] == "link "}
    other = [name for name, value in before.items() if not alike(value, now.get(name))]
    for name in other:
        print(f"  other than before: {name}")
    print(f"{len(before) - len(other)} of {len(before)} are the same.")
    raise SystemExit(bool(other))


if __name__ == "__main__":
    main(*sys.argv[1:])
