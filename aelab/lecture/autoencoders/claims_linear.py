"""Claims of the same chapter: the linear autoencoder, from runs and on its error surface."""

import numpy as np

from aelab.frames import Picture
from aelab.lecture.autoencoders.claims import drawn_to_mean, pca_level, share
from aelab.lecture.core.claim import Finding, claim
from aelab.lecture.core.fault import Fault
from aelab.theory import linear_autoencoder as linear

C = np.array([[2.0, 0.8], [0.8, 1.0]])  # covariance of the data
STARTS, RATE, STEPS = 12, 0.05, 120  # of gradient descent


# A run, and PCA of the same samples.


@claim(
    "ae.subspace",
    rows=(19,),
    statement="A linear autoencoder spans the subspace of PCA: the larger of both principal "
    "angles goes to 0.",
    formula=r"\theta_k\bigl(\operatorname{span} D,\; \operatorname{span}(u_1, \dots, u_k)\bigr) "
    r"\to 0",
    unit="degrees",
    tolerance=1.0,
    scale=1.0,
    why="Spread over seeds; at a constant rate Adam's weights keep fluctuating, by a degree.",
    fault=Fault("turned", "angle of the decoded plane, in radians"),
    demo="linear-roll",
)
def subspace(picture: Picture, turned: float = 0.0) -> Finding:
    """Measure the largest principal angle after the last update, ``turned`` further."""
    return Finding(0, max(angles(picture, "θ")) + np.degrees(turned))


@claim(
    "ae.eigendigits",
    rows=(19,),
    statement="On digits too, where it takes longer: the second eigenvalue is only 1.15 times the "
    "third. The larger of both principal angles, mean over the second half of the run.",
    formula=r"\langle\theta_2\rangle\bigl(\operatorname{span} D,\; "
    r"\operatorname{span}(u_1, u_2)\bigr) \to 0",
    unit="degrees",
    tolerance=6.0,
    scale=1.0,
    why="Spread over seeds; at a constant rate Adam's weights keep fluctuating, by some degrees.",
    fault=Fault("turned", "angle of the decoded plane, in radians"),
    demo="ae-linear",
)
def eigendigits(picture: Picture, turned: float = 0.0) -> Finding:
    """Measure the larger principal angle over the second half of the run, ``turned`` further."""
    names, curves = picture.view("subspace")["terms"], picture.arrays["subspace.terms"]
    larger = curves[len(curves) // 2 :, [name.startswith("θ") for name in names]].max(1)
    return Finding(0, float(larger.mean()) + np.degrees(turned))


@claim(
    "ae.linear",
    rows=(19,),
    statement="Its error goes to that of PCA: the share left of the training points.",
    formula=r"J / \Sigma\lambda \to \sum_{i > k} \lambda_i / \Sigma\lambda",
    tolerance=1e-3,
    why="Spread over seeds; the weights keep fluctuating, and 3° cost a thousandth of it.",
    fault=Fault("drawn", "share by which x̂ is drawn to the mean"),
    demo="linear-roll",
)
def linear_error(picture: Picture, drawn: float = 0.0) -> Finding:
    """Compare with the share that PCA leaves of the same points; see `drawn_to_mean`."""
    left = drawn_to_mean(share(picture, "training"), drawn)
    return Finding(10 ** pca_level(picture, "copies"), left)


@claim(
    "ae.columns",
    rows=(19,),
    statement="But not the eigenvectors: how far one of its columns is from the nearest of them.",
    formula=r"D = U A: \quad \max_j \min_i \angle(d_j, u_i) > 0",
    unit="degrees",
    kind="at least",
    tolerance=0.0,
    why="Where they end depends on where they began; they fluctuate by less than 5°.",
    fault=Fault("turned", "share by which the columns are turned to the eigenvectors"),
    demo="linear-roll",
)
def columns(picture: Picture, turned: float = 0.0) -> Finding:
    """Measure it; a single column has no other place than along the first eigenvector."""
    return Finding(5, (1 - turned) * max(angles(picture, "d") or angles(picture, "θ")))


def angles(picture: Picture, letter: str) -> list[float]:
    """Return the last angles whose name begins with a letter, in degrees."""
    names = picture.view("subspace")["terms"]
    return [picture.last("subspace", name) for name in names if name.startswith(letter)]


# The surface, in closed form.


@claim(
    "ae.saddle",
    rows=(19,),
    statement="Where the other eigenvector is spanned, the surface bends down along u₁: a saddle "
    "and no minimum.",
    formula=r"w = u_2: \quad \min_{\|v\| = 1} v^{\mathsf T} (\nabla\nabla J)\, v "
    r"= -2(\lambda_1 - \lambda_2)",
    tolerance=1e-4,
    why="The second derivatives are taken as differences of the error.",
    fault=Fault("turned", "angle of w beside the eigenvector, in radians"),
)
def saddle(turned: float = 0.0) -> Finding:
    """Measure the least curvature of the error of x̂ = w wᵀx, ``turned`` by an angle from u₂."""
    values, vectors = np.linalg.eigh(C)
    curvature = _curvatures(vectors @ [np.cos(turned), np.sin(turned)])
    return Finding(-2 * (values[1] - values[0]), np.linalg.eigvalsh(curvature)[0])


@claim(
    "ae.minimum",
    rows=(19,),
    statement="There is no other minimum: the largest error at which gradient descent ends, from "
    "twelve directions.",
    formula=r"\max J = \lambda_2",
    tolerance=1e-4,
    why="The descent ends after so many steps.",
    fault=Fault("correlation", "correlation between the features of the data"),
)
def minimum(off: float = 4.0, correlation: float = 1.0) -> Finding:
    """Start all around; exactly on u₂ it would stay there.

    Args:
        off: angle of the starts beside the eigenvectors, in degrees.
        correlation: factor of the correlation of the data, not of that in the prediction.

    """
    values, vectors = np.linalg.eigh(C)
    turns = np.radians(off + np.linspace(0, 360, STARTS, endpoint=False))
    starts = np.stack([np.cos(turns), np.sin(turns)], 1) @ vectors.T
    c = np.where(np.eye(2), C, correlation * C)
    ends = linear.tied_descent(starts, c, RATE, STEPS)[-1]
    return Finding(values[0], linear.tied_error(ends, c).max())


def _curvatures(w: linear.Values, step: float = 1e-3) -> linear.Values:
    """Return the second derivatives (2, 2) at w (2,) by central differences."""
    steps = step * np.eye(2)
    signs = [(1, 1), (1, -1), (-1, 1), (-1, -1)]
    curvature = np.empty((2, 2))
    for i in range(2):
        for j in range(2):
            corners = np.array([w + a * steps[i] + b * steps[j] for a, b in signs])
            curvature[i, j] = linear.tied_error(corners, C) @ [1, -1, -1, 1] / (4 * step**2)
    return curvature
