"""What pages and links need to know of datasets and models, as plain data, without importing them.

The catalogue is made where torch and scikit-learn can be imported and kept in the lab's home under
a hash of the files it was made from; a file dropped in changes the hash, and it is made anew.
"""

import hashlib
import json
import logging
import time
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal, NamedTuple

from aelab import plugins
from aelab.entries import Catalogue, Entry, ScoreEntry
from aelab.home import home, write
from aelab.params import Field, declared
from aelab.registry import DATASETS, MODELS, SCORES, slug_of

__all__ = [
    "Catalogue",
    "Declared",
    "Entry",
    "ScoreEntry",
    "declared_as",
    "digest",
    "make",
    "path",
    "read",
    "slugs",
    "take",
    "to_bytes",
]

PACKAGE = Path(__file__).parent
BROKEN = (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError)
LOOK_SECONDS = 1.0  # between two looks at the files: a page asks a dozen times
SOURCES = (
    "datasets",
    "models",
    "scores",
    "params.py",
    "registry.py",
    "plugins.py",
    "catalogue.py",
    "entries.py",
)

log = logging.getLogger(__name__)


_looked: list[tuple[float, str]] = []  # when, and what their hash was
_last: list[tuple[Path, Catalogue]] = []  # the one that was read last, and its file


def digest() -> str:
    """Return the hash of the files that the catalogue is made from, as of a second ago at most."""
    for when, hashed in tuple(_looked):
        if time.monotonic() - when < LOOK_SECONDS:
            return hashed
    current = _of_files()
    _looked[:] = [(time.monotonic(), current)]
    return current


def _of_files() -> str:
    files = [PACKAGE / s for s in SOURCES]
    files = [f for s in files for f in (sorted(s.glob("*.py")) if s.is_dir() else [s])]
    files += plugins.sources()
    stamps = tuple((str(f), (s := f.stat()).st_mtime_ns, s.st_size) for f in files)
    return _digest(stamps)


@lru_cache(maxsize=4)
def _digest(stamps: tuple[tuple[str, int, int], ...]) -> str:
    whole = hashlib.sha256()
    for file, _, _ in stamps:
        whole.update(Path(file).name.encode() + b"\0" + Path(file).read_bytes())
    return whole.hexdigest()[:16]


def path() -> Path:
    """Return where the catalogue of today's files is kept."""
    return home() / "catalogue" / f"{digest()}.json"


def read() -> Catalogue | None:
    """Return the catalogue, or None if it has not been made of today's files yet.

    What has been read once holds, whatever becomes of its file.
    """
    place = path()
    for where, catalogue in tuple(_last):
        if where == place:
            return catalogue
    try:
        return _remember(place, place.read_bytes())
    except BROKEN:
        return None


def take(packed: bytes) -> None:
    """Take over a catalogue that was made elsewhere, and keep it if it can be written."""
    _take(path(), packed)


def make() -> Path:
    """Make the catalogue, if need be, and return where it is kept. Imports datasets and models."""
    place = path()
    _content(place)
    return place


def to_bytes() -> bytes:
    """Return the catalogue as a file, made if need be, also where it cannot be written."""
    return _content(path())


def _content(place: Path) -> bytes:
    try:
        packed = place.read_bytes()
        _remember(place, packed)
    except BROKEN:
        packed = json.dumps(_made()).encode()
        _take(place, packed)
    return packed


def _take(place: Path, packed: bytes) -> None:
    _remember(place, packed)
    try:
        write(place, packed)
    except OSError as error:
        log.error("The catalogue is not kept: %s", error)


def _remember(place: Path, packed: bytes) -> Catalogue:
    """Read the catalogue from its file; raises one of `BROKEN`."""
    catalogue = _parsed(json.loads(packed))
    _last[:] = [(place, catalogue)]
    return catalogue


def _parsed(plain: Mapping[str, Any]) -> Catalogue:
    datasets, models = (
        {e["slug"]: Entry.from_json(e) for e in plain[k]} for k in ("datasets", "models")
    )
    scores = map(ScoreEntry.from_json, plain["scores"])
    return Catalogue(datasets, models, {score.slug: score for score in scores})


def _made() -> dict[str, Any]:
    return {
        "datasets": [_dataset(owner).to_json() for owner in DATASETS.values()],
        "models": [_model(owner).to_json() for owner in MODELS.values()],
        "scores": [vars(_score(owner)) for owner in SCORES.values()],
    }


def _paragraphs(owner: type) -> list[str]:
    return [" ".join(p.split()) for p in (owner.__doc__ or "").split("\n\n")]


def _dataset(owner: Any) -> Entry:
    return Entry(
        owner.slug,
        owner.title,
        declared(owner),
        owner.description,
        source=owner.source,
        sample_shape=owner.sample_shape,
        thumbnail=owner.thumbnail(),
        advice=owner.advice,
        quantities=tuple(owner().quantities()),
        classes=owner.classes,
        former_titles=owner.former_titles,
    )


def _model(owner: Any) -> Entry:
    paragraphs = _paragraphs(owner)
    return Entry(
        owner.slug,
        owner.title,
        declared(owner),
        paragraphs[0],
        source=next((p for p in paragraphs if p.startswith("Source: ")), ""),
        formula=owner.formula,
        formula_by=owner.formula_by,
        terms=owner.terms,
        minimises=owner.minimises,
        encodes=owner.encodes,
        overcomplete=owner.overcomplete,
        pace=owner.pace,
        former_titles=owner.former_titles,
    )


def _score(owner: Any) -> ScoreEntry:
    return ScoreEntry(
        owner.slug,
        owner.title,
        owner.description,
        source=next((p for p in _paragraphs(owner) if p.startswith("Source: ")), ""),
        models=owner.models,
        images=owner.images,
        quantity=owner.quantity,
        slow=owner.slow,
        baseline=owner.baseline,
        former_titles=owner.former_titles,
    )


class Declared(NamedTuple):
    """What a Spec has to know of a dataset or model."""

    slug: str
    title: str
    fields: Mapping[str, Field]


def declared_as(kind: Literal["dataset", "model"], name: object) -> Declared | None:
    """Return the dataset or model of a slug or title, None if there is none.

    The catalogue answers; without one, the registries do, which imports datasets or models.
    """
    entries = _entries(kind)
    slug = slug_of(entries, name)
    if slug is None:
        return None
    entry = entries[slug]
    fields = entry.fields if isinstance(entry, Entry) else declared(entry)
    return Declared(slug, entry.title, fields)


def slugs(kind: Literal["dataset", "model"]) -> tuple[str, ...]:
    """Return the slugs of all datasets or models."""
    return tuple(_entries(kind))


def _entries(kind: Literal["dataset", "model"]) -> Mapping[str, Any]:
    catalogue = read()
    if catalogue is None:
        return DATASETS if kind == "dataset" else MODELS
    return catalogue.datasets if kind == "dataset" else catalogue.models
