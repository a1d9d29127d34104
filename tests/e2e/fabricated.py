"""Frames of scores and segmentations, made up from distributions whose answers are known."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from aelab.frames import Part, pack
from aelab.views.kinds import KINDS

EACH = 4000  # normal samples, and as many anomalous ones
NAMES = ["QCD", "top"]
SHAPE = (12, 12)
BINS = 60
LEVELS = (1, 0.5, 0.2, 0.1, 0.05, 0.01)

LAYOUTS: dict[str, dict[str, Any]] = {
    "scores": {"kind": "cut", "title": "Anomaly score", "note": "Reconstruction error"}
    | {"unit": "", "names": NAMES, "score": "Reconstruction error", "flat": False}
    | {"baselines": [], "figures": []},
    "roc": {"kind": "roc", "title": "ROC", "names": NAMES},
    "sic": {"kind": "improvement", "title": "Significance improvement", "names": NAMES},
    "extremes": {"kind": "gallery", "title": "Most and least anomalous", "names": NAMES}
    | {"shape": SHAPE, "low": 0, "high": 1, "scale": "log", "low_log": -4, "high_log": -1},
    "mass": {"kind": "sculpt", "title": "Sculpting", "names": NAMES}
    | {"quantity": "jet mass", "unit": "GeV"},
    "complexity": {"kind": "profile", "title": "Score against complexity", "names": NAMES}
    | {"xname": "active pixels", "unit": ""},
    "lesions": {"kind": "lesions", "title": "Lesions", "shape": SHAPE, "low": 0, "high": 1}
    | {"rows": ["x", "x̂", "max(x − x̂, 0)", "mask", "found"], "top": 1.0},
    "dice": {"kind": "overlap", "title": "Dice and precision-recall"},
    "reconstructions": {"kind": "strip", "title": "Reconstructions", "shape": SHAPE}
    | {"low": 0, "high": 1},
}


def scores() -> tuple[NDArray[Any], NDArray[Any]]:
    """Return two overlapping log-normal samples: normal ones, and anomalous ones above them."""
    rng = np.random.default_rng(1)
    return rng.lognormal(-1.2, 0.55, EACH), rng.lognormal(-0.35, 0.38, EACH)


def cuts(normal: NDArray[Any], odd: NDArray[Any]) -> NDArray[Any]:
    """Return the table of cuts (t, 3): threshold, share of normal above, share of anomalous."""
    shares = np.r_[np.linspace(1, 0.1, 90), np.geomspace(0.1, 1 / EACH, 60)[1:]]
    thresholds = np.quantile(normal, 1 - shares)
    above = [(kind[:, None] >= thresholds).mean(0) for kind in (normal, odd)]
    return np.stack([thresholds, *above], axis=1)


def frame(
    names: Sequence[str],
    blank: bool = False,
    unexplained: float = 0.3,
    epoch: float = 8,
    full: bool = True,
) -> bytes:
    """Return a frame with these views; a blank one knows no number yet."""
    arrays = {f"{name}.{a}": v for name in names for a, v in _arrays(name, unexplained).items()}
    if blank:
        arrays = {k: v * np.nan if v.dtype.kind == "f" else v for k, v in arrays.items()}
    parts = [
        Part(k, v.astype(np.float32) if v.dtype.kind == "f" else v) for k, v in arrays.items()
    ]
    views = [{"name": name} | LAYOUTS[name] for name in names]
    counts = {"index": 800, "steps": 2000, "epoch": epoch, "epochs": 20, "seconds": 3.0}
    state = {"full": full, "state": "paused", "views": views, "changes": []}
    options = {"score": "reconstruction-error", "flat": False, "sample": ""}
    return pack(state | counts | {"options": options}, parts)


def _arrays(name: str, unexplained: float) -> dict[str, NDArray[Any]]:
    if name in ("scores", "roc", "sic"):
        arrays = _score(unexplained)
        return {key: arrays[key] for key in KINDS[LAYOUTS[name]["kind"]].arrays}
    made = {"extremes": _extremes, "mass": _mass, "complexity": _complexity, "dice": _dice}
    return (made | {"lesions": _lesions, "reconstructions": _strip})[name]()


def _score(unexplained: float) -> dict[str, NDArray[Any]]:
    normal, odd = scores()
    end = float(np.quantile(odd, 0.99))
    counts = [np.histogram(np.minimum(k, end), BINS, (0, end))[0] / EACH for k in (normal, odd)]
    numbers = [0.9, 0.0034, 240, unexplained, 36.5, 3.1, 17.1, 1.0]
    return {
        "counts": np.array(counts),
        "range": np.array([0, end]),
        "cuts": cuts(normal, odd),
        "numbers": np.array(numbers),
        "samples": np.array([EACH, EACH], float),
    }


def _images(count: int) -> NDArray[Any]:
    rng = np.random.default_rng(2)
    return rng.integers(0, 256, (count, SHAPE[0] * SHAPE[1])).astype(np.uint8)


def _extremes() -> dict[str, NDArray[Any]]:
    return {
        "rows": np.arange(8, dtype=np.int32),
        "x": _images(8),
        "x_hat": _images(8) // 2,
        "score": np.array([2.31, 2.12, 2.05, 1.98, 0.036, 0.035, 0.034, 0.031]),
        "labels": np.array([1, 1, 0, 1, 0, 0, 0, 0], np.uint8),
    }


def _strip() -> dict[str, NDArray[Any]]:
    return {"rows": np.arange(8, dtype=np.int32), "x": _images(8), "x_hat": _images(8) // 2}


def _mass() -> dict[str, NDArray[Any]]:
    mass = np.random.default_rng(3).gamma(4, 25, EACH)  # GeV; the score is the mass itself
    edges, order = np.linspace(0, 300, 31), np.sort(mass)[::-1]
    spectrum = [np.histogram(order[: round(level * EACH)], edges)[0] for level in LEVELS]
    return {
        "edges": edges,
        "spectrum": np.array(spectrum, float),
        "levels": np.array(LEVELS, float),
        "correlation": np.array([0.71, 0.32]),
        "auc": np.array([0.9, 0.85]),
    }


def _complexity() -> dict[str, NDArray[Any]]:
    at = np.linspace(10, 110, 14)
    mean = np.stack([0.004 * at + 0.1, 0.0045 * at + 0.16])
    share = np.exp(-(((at - np.array([[48], [61]])) / 15) ** 2))
    mean[0, -2:] = np.nan  # too few
    return {"at": at, "mean": mean, "low": 0.8 * mean, "high": 1.3 * mean, "share": share}


def _lesions() -> dict[str, NDArray[Any]]:
    masks = (_images(4) > 200).astype(np.uint8)
    images = {"x": _images(4), "x_hat": _images(4) // 2, "residual": _images(4) // 3}
    numbers = {"sample": np.arange(4, dtype=np.int32), "dice": np.array([0.91, 0.4, 0.77, 1.0])}
    return images | numbers | {"mask": masks, "found": masks}


def _dice() -> dict[str, NDArray[Any]]:
    at = np.linspace(0, 0.6, 61)
    recall, precision = np.exp(-((at / 0.28) ** 3)), 1 / (1 + 12 * np.exp(-14 * at))
    dice = 2 * precision * recall / (precision + recall)
    best = dice.argmax()
    return {
        "thresholds": at,
        "dice": dice,
        "precision": precision,
        "recall": recall,
        "chosen": np.array([at[best], 0.59, dice[best], 0.31]),
    }
