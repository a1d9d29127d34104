"""The entries of the catalogue: what is known of datasets, models and scores, as plain data."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from aelab.params import Field


@dataclass(frozen=True)
class Entry:
    """What is known of one dataset or one model."""

    slug: str
    title: str
    fields: Mapping[str, Field]
    description: str
    source: str = ""
    sample_shape: tuple[int, ...] = ()
    thumbnail: Mapping[str, Any] = field(default_factory=dict)
    advice: Mapping[str, Any] = field(default_factory=dict)
    formula: str | Mapping[str, str] = ""
    formula_by: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()
    minimises: bool = True
    encodes: bool = True
    overcomplete: bool = False
    pace: int = 0
    quantities: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    former_titles: tuple[str, ...] = ()

    def formula_for(self, params: Mapping[str, Any]) -> str:
        """Return the LaTeX of J under these parameters."""
        if isinstance(self.formula, str):
            return self.formula
        chosen = (params.get(key, self.fields[key].default) for key in self.formula_by)
        return self.formula[", ".join(map(str, chosen))]

    def to_json(self) -> dict[str, Any]:
        """Return the entry as plain data."""
        return vars(self) | {"fields": [f.to_json() for f in self.fields.values()]}

    @classmethod
    def from_json(cls, plain: Mapping[str, Any]) -> "Entry":
        """Make an entry again from what `to_json` returned."""
        fields = [Field.from_json(f) for f in plain["fields"]]
        named = ("sample_shape", "terms", "formula_by", "quantities", "classes", "former_titles")
        tuples = {k: tuple(plain[k]) for k in named}
        lists = plain["advice"].items()
        advice = {k: tuple(v) if isinstance(v, list) else v for k, v in lists}
        rest = {"fields": {f.key: f for f in fields}, "advice": advice}
        return cls(**dict(plain) | tuples | rest)


@dataclass(frozen=True)
class ScoreEntry:
    """What is known of one anomaly score, and what it needs."""

    slug: str
    title: str
    description: str
    source: str = ""
    models: tuple[str, ...] = ()  # slugs of those it is for; none is for all
    images: bool = False
    quantity: str = ""
    slow: bool = False
    baseline: bool = False
    former_titles: tuple[str, ...] = ()

    @classmethod
    def from_json(cls, plain: Mapping[str, Any]) -> "ScoreEntry":
        """Make an entry again from its plain data."""
        tuples = {key: tuple(plain[key]) for key in ("models", "former_titles")}
        return cls(**dict(plain) | tuples)


@dataclass(frozen=True)
class Catalogue:
    """All that is known: an entry per dataset, model and score, by slug, in their order."""

    datasets: Mapping[str, Entry]
    models: Mapping[str, Entry]
    scores: Mapping[str, ScoreEntry]

    def scores_for(self, dataset: str, model: str) -> list[str]:
        """Return the slugs of the scores that suit a dataset and a model."""
        data = self.datasets[dataset]
        return [
            slug
            for slug, score in self.scores.items()
            if (score.baseline or self.models[model].encodes)
            and (not score.models or model in score.models)
            and (not score.images or len(data.sample_shape) == 2)
            and (not score.quantity or score.quantity in data.quantities)
        ]
