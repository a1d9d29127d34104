"""What the checks of the contract share."""

import re
from collections.abc import Callable
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from aelab.models.base import Model
from aelab.params import declared

Check: TypeAlias = Callable[[Any], None]

POINTS = 200  # samples of a dataset that is checked


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


def has_a_slug(entry: Any) -> None:
    """Check that the name in links and files has small letters, digits and hyphens alone."""
    plain = re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", entry.slug)
    require(plain, "Its slug has to be small letters and digits, joined by hyphens.")
