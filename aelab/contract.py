"""What holds for every model, dataset, score and view: checks for the tests and for plugins.

Each check takes a class and raises `Broken` with a sentence if it does not hold. All of them
together take seconds. What takes longer, such as scikit-learn's own checks, is in the tests alone.
"""

import math
import re
from collections.abc import Callable, Iterator
from functools import cache
from itertools import pairwise, product
from types import SimpleNamespace
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from aelab import frames
from aelab.models.base import Model
from aelab.params import Choice, InputError, Range, declared
from aelab.plugins import Plugin, plugins
from aelab.registry import DATASETS, MODELS, SCORES, VIEWS
from aelab.training.history import History
from aelab.training.loop import train
from aelab.views.base import View
from aelab.views.context import Context
from aelab.views.kinds import problems

Check: TypeAlias = Callable[[Any], None]

WEIGHTS = {"alpha", "lam", "h0", "beta"}  # parameters that J has as factors or aims
POINTS = 200  # samples of a dataset that is checked
TRIED = {"two-moons": {}, "mnist": {"anomaly": "9"}}  # data that views are tried on


class Broken(AssertionError):
    """Something that does not hold, in a sentence."""


def require(condition: Any, sentence: str) -> None:
    """Check a condition.

    Raises:
        Broken: With the sentence, if the condition does not hold.

    """
    if not condition:
        raise Broken(sentence)


def samples(n: int = 64, d: int = 5, dtype: Any = np.float32) -> NDArray[Any]:
    """Return samples (n, d) within (0, 1) that any model can learn from."""
    return np.random.default_rng(0).uniform(0.05, 0.95, (n, d)).astype(dtype)


def quick(model: type[Model]) -> Model:
    """Return a model that trains for two epochs at most."""
    made = model()
    return made.set_params(epochs=2) if "epochs" in declared(model) else made


# Models.


def has_a_formula_of_its_terms(model: type[Model]) -> None:
    """Check that the formula has a part for each term and the symbol of each weight."""
    formulas = [model.formula] if isinstance(model.formula, str) else list(model.formula.values())
    if model.formula_by:
        by = [declared(model)[key].declaration for key in model.formula_by]
        options = [choice.options for choice in by if isinstance(choice, Choice)]
        require(len(options) == len(by), "`formula_by` has to name parameters that are a Choice.")
        wanted = {", ".join(combination) for combination in product(*options)}
        require(set(model.formula) == wanted, f"`formula` has to have the keys {sorted(wanted)}.")
    for formula in formulas if model.minimises else ():
        require(formula.startswith("J = "), "`formula` has to begin with “J = ”.")
        parts = len(formula.split(" + "))
        count = f"{parts} part(s) and `terms` {len(model.terms)}"
        require(parts == len(model.terms), f"`formula` has {count}; they have to agree.")
    for key in sorted(WEIGHTS & set(declared(model))):
        symbol = declared(model)[key].declaration.symbol
        here = [symbol in formula for formula in formulas]
        require(
            all(here) or (model.formula_by and any(here)), f"`formula` lacks {symbol} of `{key}`."
        )


def describes_its_parameters(owner: type) -> None:
    """Check that every parameter has a symbol, a name and a sentence."""
    for field in declared(owner).values():
        declaration = field.declaration
        require(declaration.name, f"The parameter `{field.key}` has no name.")
        ends = re.search(r"[.]$", declaration.help)
        require(
            ends, f"The help of `{field.key}` has to be a sentence that ends with a full stop."
        )
        require(
            declaration.symbol or field.key == "device",
            f"The parameter `{field.key}` has no symbol.",
        )


def trains_with_its_terms(model: type[Model]) -> None:
    """Check that steps count updates, and that their terms are finite and those declared."""
    made = quick(model)
    steps = list(train(made, samples(300)))
    counts = [b - a for a, b in pairwise([0, *(s.index for s in steps)])]
    require(min(counts) > 0, "A step has to be an update or more.")
    require(steps[-1].index == made.updates_in(300), "`updates_in` does not count the updates.")
    require(sum(s.samples for s in steps) == 300 * made.epochs, "Not all samples are learnt.")
    require(steps[-1].epoch == made.epochs, "The training does not end with its last epoch.")
    for step in steps:
        names = tuple(step.terms)
        require(names == model.terms, f"The terms are {names}, and `terms` says {model.terms}.")
        finite = all(map(math.isfinite, step.terms.values()))
        require(finite, f"A term is not finite after {step.index} update(s): {step.terms}.")


def learns_the_same_again(model: type[Model]) -> None:
    """Check that the same seed gives the same numbers, and another seed others."""
    models = [quick(model).set_params(seed=seed) for seed in (3, 3, 4)]
    runs = [[s.terms for s in train(m, samples())] for m in models]
    require(runs[0] == runs[1], "The same seed gives other numbers.")
    if "rate" in declared(model):
        require(runs[0] != runs[2], "Another seed gives the same numbers.")


def keeps_shape_and_dtype(model: type[Model]) -> None:
    """Check that codes and reconstructions have the shape and dtype of the data."""
    for dtype in (np.float32, np.float64) if model.encodes else ():
        x = samples(dtype=dtype)
        fitted = quick(model).fit(x)
        z = fitted.transform(x)
        wanted = (64, fitted.latent)
        require(z.shape == wanted, f"Codes have the shape {z.shape} instead of {wanted}.")
        require(z.dtype == dtype, f"Codes of {np.dtype(dtype)} samples are {z.dtype}.")
        shape = fitted.inverse_transform(z).shape
        require(shape == x.shape, f"Reconstructions have the shape {shape}, not {x.shape}.")


def refuses_what_is_out_of_range(model: type[Model]) -> None:
    """Check that `fit` refuses a parameter out of its range.

    Raises:
        Broken: If it does not.

    """
    for key, field in declared(model).items():
        if isinstance(field.declaration, Range):
            try:
                beyond: dict[str, Any] = {key: field.declaration.high + 1}
                model(**beyond).fit(samples())
            except InputError as problem:
                require("out of range" in str(problem), f"`{key}` is refused without its range.")
            else:
                raise Broken(f"`{key}` is not refused beyond its range.")


# Datasets.


def has_two_parts_with_labels(dataset: type) -> None:
    """Check that a dataset is two parts of finite float32 samples, with labels of its classes."""
    data = dataset(points=POINTS)
    d = int(np.prod(data.sample_shape))
    require(data.train.shape == (POINTS, d), f"`train` has the shape {data.train.shape}.")
    require(data.test.shape[1] == d, f"`test` has the shape {data.test.shape}.")
    require(data.train.dtype == data.test.dtype == np.float32, "Samples have to be float32.")
    require(len(data.train_labels) == POINTS, "`train` has not a label for each sample.")
    require(len(data.test_labels) == len(data.test), "`test` has not a label for each sample.")
    require(isinstance(data.train, np.memmap), f"The samples are not kept: {data.unkept}")
    require(np.isfinite(data.train).all(), "Some samples are not finite.")
    require(data.test_labels.max() < len(data.classes), "A label has no name in `classes`.")
    require(data.description and data.source, "`description` and `source` have to say something.")


def holds_out_its_test(dataset: type) -> None:
    """Check that no held-out sample is learnt from."""
    data = dataset()
    learnt = {row.tobytes() for row in data.train}
    held_out = not any(row.tobytes() in learnt for row in data.test[:500])
    require(held_out, "Some samples of `test` are in `train`, too.")


def gives_the_same_samples(dataset: type) -> None:
    """Check that the same parameters give the same samples, however many are taken."""
    fewer, all_of_them = dataset(points=POINTS // 2).train, dataset(points=POINTS).train
    same = np.array_equal(fewer, all_of_them[: POINTS // 2])
    require(same, "Fewer points have to be the first of more points.")


def advises_within_ranges(dataset: type) -> None:
    """Check that advice for models names parameters, with values within their ranges."""
    advice: dict[str, Any] = dataset.advice  # type: ignore[attr-defined]
    for key, value in advice.items():
        fields = [declared(m)[key] for m in MODELS.values() if key in declared(m)]
        require(fields, f"`advice` is for “{key}”, which no model has.")
        for field in fields:
            require(field.declaration.check(value) == value, f"`advice` gives {key} = {value}.")


# Scores.


def images_and_a_strange_one() -> SimpleNamespace:
    """Return 200 images of 8 × 8, of which the last is bright all over and heavy."""
    x = np.random.default_rng(1).uniform(-1, 1, (200, 64)).clip(0).astype(np.float32) * 2
    x[-1] = 10
    mass = SimpleNamespace(values=np.where(np.arange(100) < 99, 80.0, 173.0), unit="GeV")
    return SimpleNamespace(
        train=x[:100],
        test=x[100:],
        sample_shape=(8, 8),
        masks=np.zeros((100, 64), np.uint8),
        quantities=lambda: {"jet mass": mass},
    )


@cache
def _fitted(model: type[Model]) -> Model:
    return quick(model).fit(images_and_a_strange_one().train)


def is_finite_and_the_same_again(score: Any) -> None:
    """Check that a score is a finite number for each sample, whichever it is asked for with."""
    data = images_and_a_strange_one()
    for model in (_fitted(m) for m in MODELS.values() if score.suits(m, data)):
        made = score()
        made.learn(model, data.train, data.sample_shape)
        values = made.of(model, data, slice(0, 100))
        where = f"with “{model.title}”"
        require(values.shape == (100,), f"It has the shape {values.shape}, not (100,), {where}.")
        require(values.dtype == np.float64, f"It is {values.dtype}, not float64, {where}.")
        require(np.isfinite(values).all(), f"It is not finite {where}.")
        again = np.array_equal(made.of(model, data, slice(0, 100)), values)
        require(again, f"It is another one when asked again, {where}.")
        two = made.of(model, data, np.array([99, 7]))
        require(
            np.allclose(two, values[[99, 7]], 1e-5, 0),
            f"It depends on which other samples are asked for, {where}.",
        )
        made.learn(model, data.train, data.sample_shape)
        again = np.array_equal(made.of(model, data, slice(0, 100)), values)
        require(again, f"It is another one when it has learnt again, {where}.")


def says_what_it_is(score: Any) -> None:
    """Check that a score has one sentence and a source, and a model that it suits."""
    sentence = re.fullmatch(r"[^.]+[.]", score.description)
    require(sentence, "`description` has to be one sentence.")
    require("Source:" in (score.__doc__ or ""), "Its docstring has to name the “Source:”.")
    unknown = sorted(set(score.models) - set(MODELS))
    require(not unknown, f"`models` names {unknown}, which there are not.")
    data = images_and_a_strange_one()
    require(any(score.suits(m, data) for m in MODELS.values()), "It suits no model.")


# Views.


def contexts() -> Iterator[Context]:
    """Yield runs that have just begun, of each model on points of the plane and on images."""
    for dataset, params in TRIED.items():
        data = DATASETS[dataset](points=POINTS, **params)
        for model in MODELS.values():
            made = quick(model)
            step = next(train(made, np.asarray(data.train)))
            history = History(model.terms, POINTS, list(made.measure()))
            history.add(step.index, step.terms)
            yield Context(made, data, history)


def fits_into_a_frame(view: type[View]) -> None:
    """Check that the layout and arrays of a view can be sent, of the first run that it suits.

    There may be none among those that are tried; then nothing is known.
    """
    context = next((w for w in contexts() if view.suits(w.model, w.data)), None)
    if context is None:
        return
    made = view(context)
    head = made.head()
    require(head.get("title"), "`layout` has to give a title.")
    for turn in (None, 0):
        parts = made.parts(turn)
        mistakes = problems(head, parts, full=turn is None)
        require(not mistakes, " ".join(mistakes))
        frames.pack({"views": [head]}, parts)


def has_a_slug(entry: Any) -> None:
    """Check that the name in links and files has small letters, digits and hyphens alone."""
    plain = re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", entry.slug)
    require(plain, "Its slug has to be small letters and digits, joined by hyphens.")


CHECKS: tuple[tuple[Any, tuple[Check, ...]], ...] = (
    (
        MODELS,
        (
            has_a_slug,
            describes_its_parameters,
            has_a_formula_of_its_terms,
            trains_with_its_terms,
            learns_the_same_again,
            keeps_shape_and_dtype,
            refuses_what_is_out_of_range,
        ),
    ),
    (
        DATASETS,
        (
            has_a_slug,
            describes_its_parameters,
            has_two_parts_with_labels,
            holds_out_its_test,
            gives_the_same_samples,
            advises_within_ranges,
        ),
    ),
    (SCORES, (has_a_slug, says_what_it_is, is_finite_and_the_same_again)),
    (VIEWS, (fits_into_a_frame,)),
)


def broken(plugin: Plugin) -> list[str]:
    """Return a sentence for each check that does not hold of what a plugin defines."""
    sentences, count = [], 0
    for registry, checks in CHECKS:
        for slug, entry in registry.items():
            if plugin.defines(entry):
                count += 1
                sentences += [s for check in checks if (s := _outcome(plugin, slug, entry, check))]
    if not count:
        sentences.append(f"{plugin.label} defines no model, dataset, score or view.")
    return sentences


def _outcome(plugin: Plugin, slug: str, entry: Any, check: Check) -> str:
    """Return what is broken, empty if all is well."""
    try:
        check(entry)
    except Exception as problem:  # whatever the code of others raises
        text = str(problem)
        if not isinstance(problem, Broken | InputError):
            text = f"{type(problem).__name__}: {text}"
        return f"{plugin.label}, “{slug}”: {text}"
    return ""


def require_plugins() -> None:
    """Check all plugins; `InputError` with a line for each check that one of them breaks."""
    sentences = [sentence for plugin in plugins() for sentence in broken(plugin)]
    if sentences:
        raise InputError("\n".join(sentences))
