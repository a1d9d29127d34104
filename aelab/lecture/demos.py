"""Demos: the presets that the chapters of the lecture train live, by chapter."""

from importlib import import_module
from itertools import chain
from pathlib import Path

from aelab.presets import PRESETS, Preset
from aelab.presets.anomaly import ENCODER, TASKS

DEMOS: dict[str, tuple[Preset, ...]] = {
    path.parent.name: import_module(f"aelab.lecture.{path.parent.name}.demos").DEMOS
    for path in sorted(Path(__file__).parent.glob("*/demos.py"))
}
_ALL = (*PRESETS, *TASKS, ENCODER, *chain.from_iterable(DEMOS.values()))
_FIRST = {preset.slug: preset for preset in reversed(_ALL)}
EVERY = tuple(_FIRST[slug] for slug in dict.fromkeys(preset.slug for preset in _ALL))


def demo(slug: str) -> Preset:
    """Return the preset with this slug, with the views that the page of a chapter shows.

    Raises:
        KeyError: no chapter has such a preset.

    """
    for demos in DEMOS.values():
        for preset in demos:
            if preset.slug == slug:
                return preset
    raise KeyError(slug)
