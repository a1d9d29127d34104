"""Faults: one setting of a claim, bent from its correct value by any size."""

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Fault:
    """A mistake of any size in what is claimed, which turns its verdict if it is large enough.

    ``setting`` is an argument of the claim whose default is the correct value, and ``what`` says
    in words what it is. A fault of size δ is the default times 1 + δ; for a default of 0 it is
    δ times ``unit``, so that a size has no unit. ``given`` are other settings under which the
    fault is looked at.
    """

    setting: str
    what: str
    unit: float = 1.0
    given: Mapping[str, Any] = field(default_factory=dict)

    def settings(self, find: Callable[..., Any], size: float) -> dict[str, Any]:
        """Return the settings of a claim with a fault of this size; 0 is the correct value.

        Raises:
            KeyError: the function of the claim has no such setting.

        """
        correct = float(inspect.signature(find).parameters[self.setting].default)
        return {**self.given, self.setting: correct + size * (correct or self.unit)}
