"""The history of a run: its loss terms, of bounded size and independent of the machine."""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from aelab.training.evaluation import Evaluation

BUCKETS = 256  # maximum number of points of a curve
HELDOUT = 1000  # samples of a held-out evaluation
SHARE = 0.05  # of the training time, for held-out evaluations
PASSES = 3  # an update costs about as much as this many forward passes


class History:
    """Means of the terms over buckets of updates, and held-out terms after selected updates.

    When all buckets are full, neighbours are merged and each takes twice as many updates. The
    held-out terms are evaluated after updates 1, 2, 4, ... up to ``every``, then after each
    multiple of it. The measurements of the model are stored at multiples of ``spacing``, which
    doubles when there are too many. Nothing here depends on time, so a resumed run has the same
    history as an uninterrupted one.
    """

    def __init__(self, names: Sequence[str], batch: float, measured: Sequence[str] = ()) -> None:
        """Begin an empty history.

        Args:
            names: The terms of J.
            batch: Samples per update, on average.
            measured: Names of the model's measurements.

        """
        self.names, self.measure_names = tuple(names), tuple(measured)
        self.spacing = 1
        self.every = _power(HELDOUT / (PASSES * SHARE * batch))
        self.stride = 1
        self.thinning = self.every
        self.first: float | None = None
        self.last: float | None = None
        self.best = np.inf  # validation J
        self.best_index = 0
        self.final: Evaluation | None = None
        self.changes: list[tuple[int, float]] = []
        self._sums: list[list[float]] = []  # per bucket: updates, sum of their indices, sums
        self._heldout: list[list[float]] = []  # per evaluation: index, terms
        self._measures: list[list[float]] = []  # per measurement: index, numbers

    def add(self, index: int, terms: Mapping[str, float]) -> None:
        """Add the terms of update ``index``, the one after the last that was added."""
        values = [terms[name] for name in self.names]
        self.last = sum(values)
        if self.first is None:
            self.first = self.last
        bucket = (index - 1) // self.stride
        while bucket >= BUCKETS:
            self._merge()
            bucket = (index - 1) // self.stride
        while len(self._sums) <= bucket:
            self._sums.append([0.0] * (2 + len(self.names)))
        sums = self._sums[bucket]
        for i, value in enumerate((1.0, float(index), *values)):
            sums[i] += value

    def due(self, index: int) -> bool:
        """Return whether the held-out terms are to be evaluated after update ``index``."""
        return index % self.every == 0 or (index < self.every and index & (index - 1) == 0)

    def add_heldout(self, index: int, terms: Mapping[str, float]) -> None:
        """Add the terms of the first held-out samples after update ``index``."""
        self._heldout.append([float(index), *(terms[name] for name in self.names)])
        while len(self._heldout) > BUCKETS:
            self.thinning *= 2
            self._heldout = [e for e in self._heldout if self._is_on_grid(int(e[0]))]

    def add_validation(self, index: int, loss: float) -> None:
        """Note the validation J after update ``index`` if it is the best so far."""
        if not np.isfinite(self.best) or loss < self.best - 5e-4 * abs(self.best):
            self.best, self.best_index = loss, index

    def measures_due(self, index: int) -> bool:
        """Return whether the model is to be measured after update ``index``."""
        return bool(self.measure_names) and index % self.spacing == 0

    def add_measures(self, index: int, numbers: Mapping[str, float]) -> None:
        """Add measurements after update ``index``, unless one of them is not finite."""
        values = [float(index), *(numbers[name] for name in self.measure_names)]
        if not np.isfinite(values).all():
            return
        self._measures.append(values)
        while len(self._measures) > BUCKETS:
            self.spacing *= 2
            self._measures = [m for m in self._measures if int(m[0]) % self.spacing == 0]

    @property
    def heldout_loss(self) -> float | None:
        """The last held-out J: at the end of the training, that of all held-out samples."""
        if self.final:
            return self.final.loss
        return sum(self._heldout[-1][1:]) if self._heldout else None

    @property
    def heldout_index(self) -> int:
        """The update after which the held-out terms were last evaluated."""
        return int(self._heldout[-1][0]) if self._heldout else 0

    @property
    def steps(self) -> NDArray[np.float32]:
        """Mean update number of each bucket, (n,)."""
        return self._means()[:, 0]

    @property
    def terms(self) -> NDArray[np.float32]:
        """Mean training terms of each bucket, (n, T)."""
        return self._means()[:, 1:]

    @property
    def heldout_steps(self) -> NDArray[np.float32]:
        """Updates after which the held-out terms were evaluated, (m,)."""
        return self._table()[:, 0]

    @property
    def heldout(self) -> NDArray[np.float32]:
        """The held-out terms, (m, T)."""
        return self._table()[:, 1:]

    @property
    def measure_steps(self) -> NDArray[np.float32]:
        """Updates after which the model was measured, (n,)."""
        return self._measured()[:, 0]

    @property
    def measures(self) -> NDArray[np.float32]:
        """The measurements, (n, Q)."""
        return self._measured()[:, 1:]

    def state(self) -> dict[str, NDArray[np.float64]]:
        """Return the history as arrays; see `restore`."""
        grid = [self.every, self.stride, self.thinning, self.spacing]
        numbers: list[float] = [*grid, self.best, self.best_index]
        numbers += [np.nan if v is None else v for v in (self.first, self.last)]
        return {
            "history.numbers": np.array(numbers, np.float64),
            "history.final": self._final(),
            "history.changes": np.array(self.changes, np.float64).reshape(-1, 2),
            "history.sums": np.array(self._sums, np.float64).reshape(-1, 2 + len(self.names)),
            "history.heldout": np.array(self._heldout, np.float64).reshape(
                -1, 1 + len(self.names)
            ),
            "history.measures": np.array(self._measures, np.float64).reshape(
                -1, 1 + len(self.measure_names)
            ),
        }

    def restore(self, state: Mapping[str, NDArray[np.float64]]) -> None:
        """Restore the arrays that `state` returned."""
        numbers = state["history.numbers"].tolist()
        self.every, self.stride, self.thinning, self.spacing = (int(n) for n in numbers[:4])
        self.best, self.best_index = numbers[4], int(numbers[5])
        self.first, self.last = (None if np.isnan(n) else n for n in numbers[6:])
        self.changes = [(int(i), rate) for i, rate in state["history.changes"].tolist()]
        self._sums = state["history.sums"].tolist()
        self._heldout = state["history.heldout"].tolist()
        self._measures = state["history.measures"].tolist()
        final = state.get("history.final", np.zeros(0)).tolist()
        if final:
            terms = dict(zip(self.names, final[2:], strict=True))
            self.final = Evaluation(terms, final[0], int(final[1]))

    def _final(self) -> NDArray[np.float64]:
        """Return error, number of samples and terms of the final evaluation; empty before it."""
        if self.final is None:
            return np.zeros(0)
        values = [self.final.terms[name] for name in self.names]
        return np.array([self.final.error, self.final.samples, *values])

    def _means(self) -> NDArray[np.float32]:
        sums = np.array(self._sums, np.float64).reshape(-1, 2 + len(self.names))
        sums = sums[sums[:, 0] > 0]
        return (sums[:, 1:] / sums[:, :1]).astype(np.float32)

    def _table(self) -> NDArray[np.float32]:
        return np.array(self._heldout, np.float32).reshape(-1, 1 + len(self.names))

    def _measured(self) -> NDArray[np.float32]:
        largest = np.finfo(np.float32).max
        table = np.array(self._measures, np.float64).clip(-largest, largest)
        return table.astype(np.float32).reshape(-1, 1 + len(self.measure_names))

    def _merge(self) -> None:
        self._sums = [[a + b for a, b in zip(*pair, strict=True)] for pair in self._pairs()]
        self.stride *= 2

    def _pairs(self) -> Iterator[tuple[list[float], list[float]]]:
        empty = [0.0] * (2 + len(self.names))
        padded = self._sums + [empty] * (len(self._sums) % 2)
        return zip(padded[::2], padded[1::2], strict=True)

    def _is_on_grid(self, index: int) -> bool:
        return index % self.thinning == 0 or (index < self.every and self.due(index))


def _power(least: float) -> int:
    """Return the smallest power of two that is at least ``least``."""
    return 1 << max(0, int(np.ceil(np.log2(least))))
