"""Presets: settings of a run, with a hint what to look for, as plain data."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aelab.spec import Spec

SHIPPED = Path(__file__).parents[1] / "bundled" / "files"


@dataclass(frozen=True, kw_only=True)
class Preset:
    """Settings of a run, a hint what to look for, and the held-out J of a good result."""

    name: str
    slug: str
    dataset: str
    model: str
    look_for: str
    target: float | None  # held-out J of a good result; None if J does not measure it
    dataset_params: Mapping[str, Any] = field(default_factory=dict)
    model_params: Mapping[str, Any] = field(default_factory=dict)
    seed: int = 0
    pace: int | None = None  # updates per second while watched; None is the default of the model
    views: str = ""  # names of the views joined by dots; empty is the default of the model

    @property
    def spec(self) -> Spec:
        """The Spec of the run; `InputError` if the dataset or model does not exist."""
        return Spec(
            dataset=self.dataset,
            model=self.model,
            dataset_params=self.dataset_params,
            model_params=self.model_params,
            seed=self.seed,
        )

    @property
    def file(self) -> Path:
        """The file of the finished run that is shipped with the lab, if there is one."""
        return SHIPPED / f"{self.slug}.frame.gz"

    @property
    def shipped(self) -> str:
        """The name of that file; empty if it does not exist."""
        return self.file.name if self.file.is_file() else ""


def firsts(presets: Iterable[Preset]) -> list[Preset]:
    """Return the first preset of each model."""
    first: dict[str, Preset] = {}
    for preset in presets:
        first.setdefault(preset.model, preset)
    return list(first.values())
