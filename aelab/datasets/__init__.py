"""Datasets, one file each; `aelab.DATASETS` finds them."""

from typing import TYPE_CHECKING, Any

from aelab.registry import DATASETS

if TYPE_CHECKING:  # what editors complete
    from aelab.datasets.brain import Brain as Brain
    from aelab.datasets.checkerboard import Checkers as Checkers
    from aelab.datasets.circles import Circles as Circles
    from aelab.datasets.gaussian import Gaussian as Gaussian
    from aelab.datasets.jets import JetImages as JetImages
    from aelab.datasets.line import NoisyLine as NoisyLine
    from aelab.datasets.mnist import MNIST as MNIST
    from aelab.datasets.moons import TwoMoons as TwoMoons
    from aelab.datasets.own import OwnData as OwnData
    from aelab.datasets.ring import Ring as Ring
    from aelab.datasets.scurve import SCurve as SCurve
    from aelab.datasets.spiral import Spiral as Spiral
    from aelab.datasets.swissroll import SwissRoll as SwissRoll
    from aelab.datasets.uniform import Uniform as Uniform


def __getattr__(name: str) -> Any:
    return DATASETS.of_class(name)


def __dir__() -> list[str]:
    return [*globals(), *DATASETS.classes()]
