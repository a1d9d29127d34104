"""What holds for every model."""

import math
from itertools import pairwise, product
from typing import Any

import numpy as np

from aelab.contract.base import Broken, quick, require, samples
from aelab.models.base import Model
from aelab.params import Choice, InputError, Range, declared
from aelab.training.loop import train

WEIGHTS = {"alpha", "lam", "h0", "beta"}  # parameters that J has as factors or aims


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
