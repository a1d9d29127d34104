"""Spec: what a run is, as plain data."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, Self

from aelab import catalogue
from aelab.params import InputError, Range, checked

SEED = Range(
    0, 2**31 - 1, "s", "Seed of the weights, the batches and the noise.", "seed", integer=True
)


@dataclass(frozen=True, kw_only=True)
class Spec:
    """A run: which data, which model, with which parameters, from which seed.

    ``dataset`` and ``model`` are slugs, such as "two-moons" and "vae"; titles are understood, too.
    Parameters that are not given have their declared defaults. ``seed`` replaces the model's own
    seed. The same Spec under the same versions gives the same numbers. Raises `InputError` for an
    unknown name or parameter and for a value outside its declared range.
    """

    dataset: str
    model: str
    dataset_params: Mapping[str, Any] = field(default_factory=dict)
    model_params: Mapping[str, Any] = field(default_factory=dict)
    seed: int = 0

    def __post_init__(self) -> None:
        """Check every value and keep it in its declared type."""
        object.__setattr__(self, "seed", SEED.check(self.seed))
        self._check("dataset")
        self._check("model")

    def _check(self, kind: Literal["dataset", "model"]) -> None:
        """Put the slug in the place of a title, and check the parameters."""
        name, given = getattr(self, kind), getattr(self, f"{kind}_params")
        if not isinstance(given, Mapping):
            raise InputError(f"{kind}_params is {given!r}; give a mapping from name to value.")
        entry = catalogue.declared_as(kind, name)
        if entry is None:
            slugs = ", ".join(catalogue.slugs(kind))
            raise InputError(f"There is no {kind} “{str(name)[:40]}”; choose from {slugs}.")
        if kind == "model" and "seed" in given:
            raise InputError("A model's seed is the run's: give Spec(seed=...) instead.")
        object.__setattr__(self, kind, entry.slug)
        object.__setattr__(self, f"{kind}_params", checked(entry.fields, given, entry.title))

    def __hash__(self) -> int:
        """Hash what the Spec says."""
        return hash(self.to_json())

    def to_json(self) -> str:
        """Return the Spec as canonical JSON."""
        return json.dumps(vars(self), sort_keys=True, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Make a Spec again from its JSON."""
        return cls(**json.loads(text))

    @property
    def digest(self) -> str:
        """The Spec's hash, 16 hexadecimal digits: its name as a file or a task."""
        return hashlib.sha256(self.to_json().encode()).hexdigest()[:16]
