"""Base class of the datasets; their samples are prepared once and shared by all runs."""

import hashlib
import json
import sys
import weakref
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, ClassVar, NamedTuple, TypeVar, dataclass_transform

import numpy as np
from numpy.typing import NDArray

from aelab.datasets._prepared import prepared, read_derived, write_derived
from aelab.home import home
from aelab.params import Range, checked, declared
from aelab.registry import DATASETS
from aelab.theory.pca import Principal, principal

UNKEPT = "the samples are in memory for this run alone."
VALIDATION = 500  # samples at most
ANOMALY_VIEWS = ("scores", "extremes", "roc", "mass", "complexity", "sic")


class Arrays(NamedTuple):
    """Training and test samples (n, d) with labels (n,), stored as float32 and uint8."""

    train: NDArray[Any]
    test: NDArray[Any]
    train_labels: NDArray[Any]
    test_labels: NDArray[Any]


class Quantity(NamedTuple):
    """A further quantity of each test sample (n,), and its unit; empty if it has none."""

    values: NDArray[np.float64]
    unit: str


@dataclass(kw_only=True, eq=False)
class Dataset(ABC):
    """Samples to learn from and held-out samples of the same kind.

    ``train``, ``validation`` and ``test`` are float32 arrays (n, d), mapped from files in the
    lab's home, so that all runs on a machine share one copy in memory. Validation samples come
    from where the training samples come from and are not trained on: they decide when a training
    stops, so that the test samples only report. There are none if all samples are trained on.
    If the files could not be written, the arrays are in memory and ``unkept`` says why in one
    sentence. Raises `aelab.InputError` for bad
    parameters.
    """

    slug: ClassVar[str]  # its name in specs, links, presets and files
    title: ClassVar[str]  # what people are shown
    former_titles: ClassVar[tuple[str, ...]] = ()  # understood in links and files for good
    description: ClassVar[str]
    source: ClassVar[str]
    sample: ClassVar[str]  # what one sample is called, such as "digit"
    sample_shape: ClassVar[tuple[int, ...]]
    classes: ClassVar[tuple[str, ...]]  # names of the labels 0, 1, …
    span: ClassVar[tuple[float, float]]  # range of values that is drawn; others are clipped
    lit: ClassVar[bool] = False  # whether large values are drawn bright in either theme
    decades: ClassVar[float] = 0  # of the logarithmic colour scale of images; 0 is linear
    advice: ClassVar[Mapping[str, Any]] = {}  # values of model parameters that suit these data
    order: ClassVar[int] = 100

    points: Annotated[
        int, Range(16, 60_000, "m", "Number of samples to learn from.", name="samples", log=True)
    ] = 60_000

    def __post_init__(self) -> None:
        """Check the parameters and map the prepared arrays."""
        for key, value in checked(declared(type(self)), asdict(self), self.title).items():
            setattr(self, key, value)
        arrays = self._prepared()
        self.train, self.train_labels = arrays.train[: self.points], arrays.train_labels
        self.train_labels = self.train_labels[: self.points]
        self.validation = arrays.train[self.points :][-VALIDATION:]
        self.test, self.test_labels = arrays.test, arrays.test_labels

    @abstractmethod
    def load(self) -> Arrays:
        """Read or compute all samples; the caller cuts them to ``points``."""

    @classmethod
    def extent(cls, params: Mapping[str, Any]) -> tuple[int, tuple[int, ...]]:
        """Return the largest number of samples for these parameters, and the shape of a sample."""
        points = declared(cls)["points"].default
        return int(params.get("points", points)), cls.sample_shape

    def derived(
        self, name: str, fields: Sequence[str], make: Callable[[], Mapping[str, NDArray[Any]]]
    ) -> Mapping[str, NDArray[Any]]:
        """Return arrays computed from the samples, cached in their folder if possible.

        Args:
            name: name of the cache file.
            fields: names of the arrays.
            make: computes the arrays, by name.

        """
        if name not in self._derived:
            path = self._folder / f"{name}.npz" if self._folder else None
            arrays = read_derived(path, fields) if path else None
            if arrays is None:
                arrays = dict(make())
                if path:
                    write_derived(path, arrays)
            self._derived[name] = arrays
        return self._derived[name]

    def principal(self) -> Principal:
        """Return the principal axes of the training samples, computed once."""
        name = f"principal-{len(self.train)}"
        fields = Principal._fields
        return Principal(**self.derived(name, fields, lambda: principal(self.train)._asdict()))

    # Anomalies: the training samples are normal, some of the test samples are anomalous.

    @property
    def anomalies(self) -> tuple[int, ...]:
        """The labels that count as anomalous; empty if there is no anomaly task."""
        return ()

    @cached_property
    def anomalous(self) -> NDArray[np.bool_] | None:
        """Which of the test samples (n,) are anomalous; None if there is no anomaly task."""
        return np.isin(self.test_labels, self.anomalies) if self.anomalies else None

    @property
    def views(self) -> tuple[str, ...]:
        """Names of the views shown before those of the model: the views of an anomaly task."""
        return ANOMALY_VIEWS if self.anomalies else ()

    def heldout(self, most: int) -> NDArray[np.float32]:
        """Return the first ``most`` normal test samples (n, d), or as many as there are.

        Those that serve to choose a threshold are left out.
        """
        test = self.test[self.calibration :]
        if self.anomalous is None:
            return test[:most]
        return test[np.flatnonzero(~self.anomalous[self.calibration :])[:most]]

    def redrawn(self, epoch: int) -> NDArray[np.float32] | None:
        """Return the training samples (n, d) of an epoch if each has its own; otherwise None.

        They depend on the parameters and the epoch alone, and are valid until the next call.
        """
        return None

    def quantities(self) -> Mapping[str, Quantity]:
        """Return further quantities of the test samples by name, such as the mass of a jet.

        An anomaly score can be decorrelated from the first of them.
        """
        return {}

    def named(self, name: str) -> NDArray[np.float32] | None:
        """Return the sample (d,) that a page refers to by this name; None if there is none."""
        return None

    @property
    def masks(self) -> NDArray[np.uint8] | None:
        """Anomalous pixels (n, d) of the test samples as 0 or 1; None if there are no masks."""
        return None

    @property
    def calibration(self) -> int:
        """How many of the first test samples only serve to choose a threshold."""
        return 0

    def score_function(self, x: NDArray[Any], sigma: float) -> NDArray[np.float64] | None:
        """Return ∇ln p_σ (n, d) at ``x`` (n, d); None if there is no closed form.

        p_σ is the density of the samples smoothed by Gaussian noise of standard deviation sigma.
        """
        return None

    @classmethod
    def thumbnail(cls) -> dict[str, Any]:
        """Return a small picture as plain data: some points (n, 2), or one image."""
        data = cls()
        if len(cls.sample_shape) == 2:
            low, high = cls.span
            image = np.clip((data.test[0] - low) / (high - low), 0, 1) * 255
            return {"pixels": image.astype(int).tolist(), "shape": list(cls.sample_shape)}
        return {"points": np.round(data.test[:160, :2].astype(float), 3).tolist()}

    def _prepared(self) -> Arrays:
        """Map the arrays, and hold the lock on their folder as long as this dataset exists."""
        folder = home() / "prepared" / self._digest()
        ready = prepared(folder, Arrays._fields, self._arrays)
        self._folder = ready.folder
        self._derived: dict[str, Mapping[str, NDArray[Any]]] = {}
        self.unkept = f"{ready.problem}: {UNKEPT}" if ready.problem else ""
        if ready.lock is not None:
            weakref.finalize(self, ready.lock.close).atexit = False
        return Arrays(**ready.arrays)

    def _arrays(self) -> dict[str, NDArray[Any]]:
        """Return the samples as stored, by the names of the fields of `Arrays`."""
        dtypes = {n: np.uint8 if n.endswith("labels") else np.float32 for n in Arrays._fields}
        arrays = zip(dtypes.items(), self.load(), strict=True)
        return {name: np.ascontiguousarray(array, dtype) for (name, dtype), array in arrays}

    def _digest(self) -> str:
        """Return a hash of the parameters except ``points``, and of the code of the dataset."""
        params = asdict(self)
        del params["points"]
        digest = hashlib.sha256(json.dumps([self.slug, params]).encode())
        owners = [owner for owner in type(self).__mro__ if issubclass(owner, Dataset)]
        for module in dict.fromkeys(owner.__module__ for owner in owners):
            digest.update(Path(str(sys.modules[module].__file__)).read_bytes())
        return digest.hexdigest()[:20]


D = TypeVar("D", bound=type[Dataset])


@dataclass_transform(kw_only_default=True, eq_default=False)
def dataset(slug: str, title: str) -> Callable[[D], D]:
    """Register a class as the dataset ``slug``, shown to people as ``title``.

    Its annotated fields are its parameters.
    """

    def register(owner: D) -> D:
        owner.slug, owner.title = slug, title
        DATASETS.add(slug, dataclass(kw_only=True, eq=False)(owner))  # in place
        return owner

    return register
