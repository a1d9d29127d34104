"""Claims of the chapter on autoencoders, most of them measured from runs."""

import numpy as np

from aelab.frames import Picture
from aelab.lecture.autoencoders.experiments import DIGITS_WIDE, KINDS, MOONS_WIDE, SIZES, sized
from aelab.lecture.core.claim import Finding, claim
from aelab.lecture.core.experiment import Results

SHORT = {"epochs": 20, "data.points": 2000}
FEW = {"epochs": 8, "data.points": 6000}


def share(picture: Picture, kind: str) -> float:
    """Return the unexplained share of a kind of samples, as the view of copies has it."""
    return float(10 ** picture.arrays["copies.values"][KINDS.index(kind)])


def pca_level(picture: Picture, view: str) -> float:
    """Return the value of the line of PCA in a view.

    Raises:
        KeyError: the view has no such line.

    """
    for level in picture.view(view)["levels"]:
        if level["label"].startswith("PCA"):
            return float(level["value"])
    raise KeyError(view)


# Row 16: the identity.


@claim(
    "ae.identity",
    rows=(16,),
    statement="Noise is copied as well as data: the share of its variance that is left.",
    formula=r"\Sigma\|x - \hat x\|^2 / \Sigma\|x - \bar x\|^2 \to 0",
    kind="at most",
    tolerance=0.0,
    why="A thousandth is too little to be seen.",
    breaks={"latent": 1},
    demo="overcomplete-moons",
    quick=SHORT,
)
def identity(picture: Picture) -> Finding:
    """Measure the unexplained share of noise in the box of the data."""
    return Finding(1e-3, share(picture, "noise"))


@claim(
    "ae.digits",
    rows=(16,),
    statement="The network with 1000 units explains digits that it never saw.",
    formula=r"\Sigma\|x - \hat x\|^2 / \Sigma\|x - \bar x\|^2 \ll 1",
    kind="at most",
    tolerance=0.0,
    why="A twentieth is little, after a single pass over the digits.",
    breaks={"kind": "noise"},
    experiment="ae.copies",
)
def digits(results: Results, kind: str = "held-out") -> Finding:
    """Measure the unexplained share of held-out digits."""
    return Finding(0.05, results[DIGITS_WIDE]["shares"][KINDS.index(kind)])


@claim(
    "ae.noise",
    rows=(16,),
    statement="It has not learnt the identity: of noise it leaves more than the mean does.",
    formula=r"\Sigma\|x - \hat x\|^2 / \Sigma\|x - \bar x\|^2 > 1",
    kind="at least",
    tolerance=0.0,
    why="Above 1 it is worse than always to give the mean; the network has never seen such x.",
    breaks={"run": MOONS_WIDE},
    experiment="ae.copies",
)
def noise(results: Results, run: str = DIGITS_WIDE) -> Finding:
    """Measure the unexplained share of uniform noise in the box of the digits."""
    return Finding(1, results[run]["shares"][KINDS.index("noise")])


# Rows 17 and 18: the size of the code, and a linear decoder.


@claim(
    "ae.below",
    rows=(17,),
    statement="With two numbers, the network leaves less of the training digits than any linear "
    "map.",
    formula=r"J < \sum_{i > k} \lambda_i, \quad k = 2 \quad \text{(as shares of } \Sigma\lambda)",
    kind="at most",
    tolerance=0.0,
    why="Both are of the same digits, and PCA's share is exact.",
    breaks={"decoder": "linear"},
    experiment="ae.sizes",
)
def below(results: Results, decoder: str = "mirrored", k: int = 2) -> Finding:
    """Compare with the eigenvalues left out."""
    run = results[sized(decoder, k)]
    return Finding(run["pca"][0], run["shares"][0])


@claim(
    "ae.falls",
    rows=(17,),
    statement="The more numbers, the less is left: the sizes at which the training error is not "
    "below that of the size before.",
    formula=r"J(k') < J(k) \quad \text{for } k' > k",
    tolerance=0.0,
    why="A count.",
    breaks={"order": -1},
    experiment="ae.sizes",
)
def falls(results: Results, order: int = 1) -> Finding:
    """Count the sizes; backwards, the error rises."""
    shares = [results[sized("mirrored", k)]["shares"][0] for k in SIZES][::order]
    return Finding(0, int((np.diff(shares) >= 0).sum()))


@claim(
    "ae.floor",
    rows=(17, 18),
    statement="With a linear decoder no encoder gets below PCA: the training error, in units of "
    "PCA's, at the size where it comes nearest.",
    formula=r"\min_k\; J_k \,/\, \textstyle\sum_{i > k} \lambda_i \ge 1",
    kind="at least",
    tolerance=1e-4,
    why="Single precision. PCA has the least error of all that lie in a plane of k dimensions.",
    breaks={"decoder": "mirrored"},
    experiment="ae.sizes",
)
def floor(results: Results, decoder: str = "linear") -> Finding:
    """Measure how near the runs come to the floor, on the samples that PCA is of."""
    runs = [results[sized(decoder, k)] for k in SIZES]
    return Finding(1, min(run["shares"][0] / run["pca"][0] for run in runs))


@claim(
    "ae.line",
    rows=(18,),
    statement="On the moons the decoded line is that of PCA: the share left of the training "
    "points.",
    formula=r"J / \Sigma\lambda \to \lambda_2 / (\lambda_1 + \lambda_2)",
    tolerance=1e-3,
    why="Spread over seeds; at a constant rate Adam's weights keep fluctuating.",
    breaks={"decoder": "mirrored"},
    demo="linear-moons",
    quick={"epochs": 30, "data.points": 2000},
)
def line(picture: Picture) -> Finding:
    """Compare with the share that PCA leaves of the same points."""
    return Finding(10 ** pca_level(picture, "copies"), share(picture, "training"))


# Row 20: what the code is good for.


@claim(
    "ae.two",
    rows=(20,),
    statement="Two numbers, unrolled by a network: the held-out error is below that of PCA's two.",
    formula=r"J < \|x - UU^{\mathsf T}x\|^2",
    unit="squared error",
    kind="at most",
    tolerance=0.0,
    why="Both are of the same held-out digits.",
    breaks={"decoder": "linear"},
    demo="ae-mnist",
    quick=FEW,
)
def two(picture: Picture) -> Finding:
    """Compare with PCA on the held-out samples of the loss."""
    return Finding(pca_level(picture, "loss"), float(picture.arrays["loss.heldout"][-1].sum()))


@claim(
    "ae.between",
    rows=(20,),
    statement="Half way between two digits, what the middle of the codes decodes to is nearer to "
    "a real digit than the middle of both reconstructions: ratio of the mean squared distances.",
    formula=r"g\bigl(\tfrac{z_a + z_b}2\bigr) \;\text{to}\; \tfrac{g(z_a) + g(z_b)}2",
    kind="at most",
    tolerance=0.0,
    why="With a linear decoder both are the same and the ratio is 1; over a hundred pairs, a "
    "hundredth less is more than chance.",
    breaks={"decoder": "linear"},
    demo="ae-mnist",
    quick=FEW,
)
def between(picture: Picture) -> Finding:
    """Compare both middles with their nearest held-out digits; they are equally blurred."""
    _, mixed, code = picture.arrays["between.apart"]
    return Finding(0.99, code / mixed)
