"""Datasets, one file each; `aelab.DATASETS` finds them."""

from typing import TYPE_CHECKING, Any

from aelab.registry import DATASETS

if TYPE_CHECKING:  # for completion in editors
    from aelab.datasets.brain import Brain
    from aelab.datasets.checkerboard import Checkers
    from aelab.datasets.circles import Circles
    from aelab.datasets.gaussian import Gaussian
    from aelab.datasets.jets import JetImages
    from aelab.datasets.line import NoisyLine
    from aelab.datasets.mnist import MNIST
    from aelab.datasets.moons import TwoMoons
    from aelab.datasets.own import OwnData
    from aelab.datasets.ring import Ring
    from aelab.datasets.scurve import SCurve
    from aelab.datasets.spiral import Spiral
    from aelab.datasets.swissroll import SwissRoll
    from aelab.datasets.uniform import Uniform

__all__ = [
    "MNIST",
    "Brain",
    "Checkers",
    "Circles",
    "Gaussian",
    "JetImages",
    "NoisyLine",
    "OwnData",
    "Ring",
    "SCurve",
    "Spiral",
    "SwissRoll",
    "TwoMoons",
    "Uniform",
]


def __getattr__(name: str) -> Any:
    return DATASETS.of_class(name)


def __dir__() -> list[str]:
    return [*globals(), *DATASETS.classes()]
