"""What a preset is: a setting by name, with what to look for, as plain data."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aelab.spec import Spec

SHIPPED = Path(__file__).parents[1] / "bundled" / "files"


@dataclass(frozen=True, kw_only=True)
class Preset:
    """A setting by name: what to look for in it, and the held-out J of a good picture."""

    name: str
    slug: str
    dataset: str
    model: str
    look_for: str
    target: float | None  # None where no J tells how good the picture is
    dataset_params: Mapping[str, Any] = field(default_factory=dict)
    model_params: Mapping[str, Any] = field(default_factory=dict)
    seed: int = 0
    pace: int | None = None  # updates per second to watch it at, if not the model's own
    views: str = ""  # which views are shown, joined by dots, if not the model's first

    @property
    def spec(self) -> Spec:
        """The run that the preset stands for; `InputError` if its data or model is gone."""
        return Spec(
            dataset=self.dataset,
            model=self.model,
            dataset_params=self.dataset_params,
            model_params=self.model_params,
            seed=self.seed,
        )

    @property
    def file(self) -> Path:
        """Where the finished run is that comes with the lab, if there is one."""
        return SHIPPED / f"{self.slug}.frame.gz"

    @property
    def shipped(self) -> str:
        """Name of the finished run shipped with the lab, empty if there is none."""
        return self.file.name if self.file.is_file() else ""


def firsts(presets: Iterable[Preset]) -> list[Preset]:
    """Return the first preset of each model."""
    found: dict[str, Preset] = {}
    for preset in presets:
        found.setdefault(preset.model, preset)
    return list(found.values())
