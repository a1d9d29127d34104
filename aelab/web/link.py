"""The link: a choice as query parameters, and back; mistyped values are mended."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Literal, TypeAlias, TypedDict
from urllib.parse import urlencode

from aelab.catalogue import Catalogue, Entry
from aelab.params import Declaration, Field, InputError, Range, Token, Value
from aelab.presets import PRESETS, Preset
from aelab.registry import slug_of
from aelab.spec import SEED, Spec
from aelab.uploads import store
from aelab.views.options import LINKED

# Not part of the Spec; their users check them.
PASSED = ("run", "present", *LINKED)
LONGEST = 200  # characters of a value
TOLD = 3  # problems that are listed; the others are counted


Owner: TypeAlias = Literal["dataset_params", "model_params"]


class Chosen(TypedDict):
    """The arguments of a Spec, with only those parameters that differ from their defaults."""

    dataset: str
    model: str
    dataset_params: dict[str, Value]
    model_params: dict[str, Value]
    seed: int


def fields(catalogue: Catalogue, chosen: Chosen) -> dict[str, tuple[Field, Owner]]:
    """Return each field of the chosen data and model under its name in a link, with its owner.

    The model's own seed is left out: it is the run's. A code is no larger than a sample, unless
    the model is overcomplete.
    """
    data, model = catalogue.datasets[chosen["dataset"]], catalogue.models[chosen["model"]]
    features = None if model.overcomplete else _features(data, chosen)
    fitting = [_fitting(f, features) for f in model.fields.values() if f.key != "seed"]
    named: dict[str, tuple[Field, Owner]] = {
        f"data.{f.key}": (f, "dataset_params") for f in data.fields.values()
    }
    return {**named, **{f.key: (f, "model_params") for f in fitting}}


def own_file(entry: Entry, chosen: Chosen) -> str | None:
    """Return the name in the store of one's own data, empty if none is; None for other data."""
    for field in entry.fields.values():
        if isinstance(field.declaration, Token):
            return str(chosen["dataset_params"].get(field.key, field.default))
    return None


def _features(entry: Entry, chosen: Chosen) -> int | None:
    """Return how many numbers a sample has, None if that is not known."""
    file = own_file(entry, chosen)
    if not file:
        return math.prod(entry.sample_shape)
    about = store.about(file)
    return math.prod(about.shape) if about else None


def _fitting(field: Field, features: int | None) -> Field:
    declaration = field.declaration
    if (
        field.key != "latent"
        or not isinstance(declaration, Range)
        or features is None
        or features < 2
    ):
        return field
    return replace(field, declaration=replace(declaration, high=min(declaration.high, features)))


def start(catalogue: Catalogue, presets: Sequence[Preset] = PRESETS) -> Chosen:
    """Return the first preset whose data and model are there, or the first of each."""
    for preset in presets:
        if preset.dataset in catalogue.datasets and preset.model in catalogue.models:
            return of(preset, catalogue)
    return bare(next(iter(catalogue.datasets)), next(iter(catalogue.models)))


def bare(dataset: str, model: str) -> Chosen:
    """Return a choice with every parameter at its default."""
    return Chosen(dataset=dataset, model=model, dataset_params={}, model_params={}, seed=0)


def of(spec: Spec | Preset, catalogue: Catalogue) -> Chosen:
    """Return the choice that leads to ``spec``, or to that of a preset."""
    data, model = catalogue.datasets[spec.dataset].fields, catalogue.models[spec.model].fields
    return Chosen(
        dataset=spec.dataset,
        model=spec.model,
        dataset_params={k: v for k, v in spec.dataset_params.items() if v != data[k].default},
        model_params={k: v for k, v in spec.model_params.items() if v != model[k].default},
        seed=spec.seed,
    )


def write(chosen: Chosen, catalogue: Catalogue) -> dict[str, str]:
    """Return the query parameters of a choice: dataset, model, and what is not default."""
    query = {"dataset": chosen["dataset"], "model": chosen["model"]}
    for name, (field, owner) in fields(catalogue, chosen).items():
        value = chosen[owner].get(field.key, field.default)
        if value != field.default:
            query[name] = field.declaration.text(value)
    return query | ({"seed": str(chosen["seed"])} if chosen["seed"] else {})


def share(chosen: Chosen, catalogue: Catalogue, options: Mapping[str, str] | None = None) -> str:
    """Return the link of a choice, relative to the page; it says nothing of a run."""
    return "?" + urlencode(write(chosen, catalogue) | dict(options or {}))


def read(
    query: Mapping[str, str], catalogue: Catalogue, presets: Sequence[Preset] = PRESETS
) -> tuple[Chosen, list[str]]:
    """Return the choice that a link stands for, and what had to be mended in it.

    A link that says nothing leads to the first of the ``presets``.
    """
    problems: list[str] = []
    left = {k: v for k, v in query.items() if k not in PASSED}
    first = start(catalogue, presets)
    if not left:
        return first, problems
    chosen = bare(
        _slug(
            "dataset", left.pop("dataset", None), catalogue.datasets, first["dataset"], problems
        ),
        _slug("model", left.pop("model", None), catalogue.models, first["model"], problems),
    )
    chosen["seed"] = int(SEED.check(_value(SEED, left.pop("seed", "0"), 0, problems)))
    for of_data in (True, False):  # the data limit the model
        named = fields(catalogue, chosen)
        for name, text in left.items():
            if name.startswith("data.") is of_data:
                _read(name, text, named, chosen, problems)
    return chosen, problems


def _read(
    name: str,
    text: str,
    named: Mapping[str, tuple[Field, Owner]],
    chosen: Chosen,
    problems: list[str],
) -> None:
    """Read one value of a link into ``chosen``, mended if it is invalid."""
    if name not in named:
        problems.append(f"“{name[:40]}” is no setting here and was left out")
        return
    field, owner = named[name]
    value = _value(field.declaration, text, field.default, problems)
    if value != field.default:
        chosen[owner][field.key] = value


def told(problems: list[str]) -> str:
    """Return the problems of a link as one sentence, empty if there are none."""
    further = len(problems) - TOLD
    rest = f"{further} more {'was' if further == 1 else 'were'} mended likewise"
    parts = problems[:TOLD] + ([rest] if further > 0 else [])
    return f"The link was mended: {'; '.join(parts)}." if parts else ""


def _slug(
    kind: str, name: str | None, offered: Mapping[str, Entry], first: str, problems: list[str]
) -> str:
    """Return the slug of a name in a link, which may be a title; ``first`` for an unknown one."""
    slug = first if name is None else slug_of(offered, name)
    if slug is not None:
        return slug
    problems.append(f"there is no {kind} “{str(name)[:40]}”, {offered[first].title} is shown")
    return first


def _value(declaration: Declaration, text: str, default: Value, problems: list[str]) -> Value:
    try:
        return rounded(declaration, declaration.parse(text[:LONGEST]))
    except InputError:
        value = _nearest(declaration, text[:LONGEST], default)
    shown = declaration.text(value) or "none"
    problems.append(
        f"{declaration.name} cannot be “{text[:40]}” ({declaration.span()}), {shown} is used"
    )
    return value


def _nearest(declaration: Declaration, text: str, default: Value) -> Value:
    """Return the number nearest to the one written, or the default if none is."""
    try:
        number = float(text)
    except ValueError:
        return default
    if not isinstance(declaration, Range) or not math.isfinite(number):
        return default
    return declaration.clamp(number)


def rounded(declaration: Declaration, value: Value) -> Value:
    """Return a value as its link says it, so that a link leads to the same Spec."""
    return declaration.parse(declaration.text(value))
