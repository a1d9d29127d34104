"""The linear autoencoder: its minima span the subspace of PCA, all else are saddle points.

Source: Baldi and Hornik, "Neural networks and principal component analysis: learning from examples
without local minima", 1989, doi:10.1016/0893-6080(89)90014-2. C (d, d) is the covariance of the
centred samples.
"""

from collections.abc import Iterable
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

Values = NDArray[np.float64]


class Maps(NamedTuple):
    """A linear decoder (d, k) and encoder (k, d): x̂ = decoder · encoder · x."""

    decoder: Values
    encoder: Values


def error(maps: Maps, c: Values) -> float:
    """Return ⟨‖x − x̂‖²⟩ for samples with covariance c (d, d)."""
    residual = np.eye(len(c)) - maps.decoder @ maps.encoder
    return float(np.trace(residual @ c @ residual.T))


def gradient(maps: Maps, c: Values) -> Maps:
    """Return the gradient of the error with respect to decoder (d, k) and encoder (k, d)."""
    encoder, decoder = maps.encoder, maps.decoder
    residual = (decoder @ encoder - np.eye(len(c))) @ c  # (d, d)
    return Maps(2 * residual @ encoder.T, 2 * decoder.T @ residual)


def critical(c: Values, chosen: Iterable[int], mix: ArrayLike | None = None) -> Maps:
    """Return the maps that span the eigenvectors ``chosen``, numbered from the largest at 0.

    ``mix`` (k, k) is any invertible matrix: decoder U·mix and encoder mix⁻¹Uᵀ give the same x̂.
    """
    u = np.linalg.eigh(c)[1][:, ::-1][:, list(chosen)]
    a = np.eye(u.shape[1]) if mix is None else np.asarray(mix, np.float64)
    return Maps(u @ a, np.linalg.solve(a, u.T))


def critical_error(c: Values, chosen: Iterable[int]) -> float:
    """Return the error at a critical point: the sum of the eigenvalues not chosen."""
    values = np.linalg.eigvalsh(c)[::-1]
    return float(values.sum() - values[list(chosen)].sum())


def hessian(maps: Maps, c: Values) -> Values:
    """Return the second derivatives (2dk, 2dk) of the error by all entries of both maps."""
    d, k = maps.decoder.shape
    n = 2 * d * k
    columns = np.empty((n, n))
    for i in range(n):
        columns[:, i] = _flat(_derivative(maps, _maps(np.eye(n)[i], d, k), c))
    return (columns + columns.T) / 2


def descent(start: Maps, c: Values, rate: float, steps: int) -> Maps:
    """Return the maps after gradient descent on the error.

    Args:
        start: the initial maps.
        c: covariance C (d, d).
        rate: step size.
        steps: number of steps.

    """
    maps = start
    for _ in range(steps):
        slope = gradient(maps, c)
        decoder = maps.decoder - rate * slope.decoder
        maps = Maps(decoder, maps.encoder - rate * slope.encoder)
    return maps


def _derivative(at: Maps, along: Maps, c: Values) -> Maps:
    """Return the derivative of the gradient in the direction ``along``."""
    change = along.decoder @ at.encoder + at.decoder @ along.encoder  # of x̂, (d, d)
    residual = at.decoder @ at.encoder - np.eye(len(c))
    return Maps(
        2 * (change @ c @ at.encoder.T + residual @ c @ along.encoder.T),
        2 * (at.decoder.T @ change @ c + along.decoder.T @ residual @ c),
    )


def _flat(maps: Maps) -> Values:
    return np.concatenate([maps.decoder.ravel(), maps.encoder.ravel()])


def _maps(flat: Values, d: int, k: int) -> Maps:
    return Maps(flat[: d * k].reshape(d, k), flat[d * k :].reshape(k, d))


# A single neuron with tied weights in the plane, x̂ = w wᵀx, whose error surface can be drawn.


def tied_error(w: NDArray[Any], c: Values) -> Values:
    """Return ⟨‖x − w wᵀx‖²⟩ (…,) for weights (…, 2)."""
    along = np.einsum("...i,ij,...j->...", w, c, w)
    squared = np.einsum("...i,...i->...", w, w)
    return np.asarray(np.trace(c) - 2 * along + squared * along)


def tied_gradient(w: NDArray[Any], c: Values) -> Values:
    """Return the gradient (…, 2) of `tied_error` at weights (…, 2)."""
    image = w @ c
    along = (image * w).sum(-1, keepdims=True)
    squared = (w * w).sum(-1, keepdims=True)
    return np.asarray(2 * (squared - 2) * image + 2 * along * w)


def tied_hessian(w: NDArray[Any], c: Values) -> Values:
    """Return the second derivatives (2, 2) of `tied_error` at weights (2,)."""
    along, image = w @ c @ w, c @ w
    mixed = np.outer(image, w)
    return np.asarray(2 * (w @ w - 2) * c + 4 * (mixed + mixed.T) + 2 * along * np.eye(len(c)))


def tied_descent(w: NDArray[Any], c: Values, rate: float, steps: int) -> Values:
    """Return the path (steps + 1, …, 2) of gradient descent on `tied_error`.

    Args:
        w: initial weights (…, 2).
        c: covariance C (2, 2).
        rate: step size.
        steps: number of steps.

    """
    path = [np.asarray(w, np.float64)]
    for _ in range(steps):
        path.append(path[-1] - rate * tied_gradient(path[-1], c))
    return np.array(path)
