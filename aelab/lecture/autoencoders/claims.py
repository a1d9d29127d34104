"""Claims of the chapter on autoencoders, most of them measured from runs."""

import numpy as np

from aelab.frames import Picture
from aelab.lecture.autoencoders.experiments import DIGITS_WIDE, KINDS, SIZES, sized
from aelab.lecture.core.claim import Finding, claim
from aelab.lecture.core.experiment import Results
from aelab.lecture.core.fault import Fault

BELOW, NEARER = 0.7, 0.85  # of PCA, of what the pixels give: what a network reaches with ease


def share(picture: Picture, kind: str) -> float:
    """Return the unexplained share of a kind of samples, as the view of copies has it."""
    return float(10 ** picture.arrays["copies.values"][KINDS.index(kind)])


def drawn_to_mean(left: float, drawn: float) -> float:
    """Return the share ``left`` unexplained once x̂ is ``drawn`` to the mean by a share of the way.

    The residual of a least-squares fit is not correlated with x̂, so that squares add up.
    """
    return left + drawn**2 * (1 - left)


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
    fault=Fault("drawn", "share by which x̂ is drawn to the mean"),
    demo="overcomplete-moons",
)
def identity(picture: Picture, drawn: float = 0.0) -> Finding:
    """Measure the unexplained share of noise in the box of the data; see `drawn_to_mean`."""
    return Finding(1e-3, drawn_to_mean(share(picture, "noise"), drawn))


@claim(
    "ae.digits",
    rows=(16,),
    statement="The network with 1000 units explains digits that it never saw.",
    formula=r"\Sigma\|x - \hat x\|^2 / \Sigma\|x - \bar x\|^2 \ll 1",
    kind="at most",
    tolerance=0.0,
    why="A twentieth is little, after a single pass over the digits.",
    fault=Fault("drawn", "share by which x̂ is drawn to the mean"),
    experiment="ae.copies",
)
def digits(results: Results, drawn: float = 0.0) -> Finding:
    """Measure the unexplained share of held-out digits; see `drawn_to_mean`."""
    left = results[DIGITS_WIDE]["shares"][KINDS.index("held-out")]
    return Finding(0.05, drawn_to_mean(left, drawn))


@claim(
    "ae.noise",
    rows=(16,),
    statement="It has not learnt the identity: of noise it leaves more than the mean does.",
    formula=r"\Sigma\|x - \hat x\|^2 / \Sigma\|x - \bar x\|^2 > 1",
    kind="at least",
    tolerance=0.0,
    why="Above 1 it is worse than always to give the mean; the network has never seen such x.",
    fault=Fault("copied", "share of the noise that is copied as it is"),
    experiment="ae.copies",
)
def noise(results: Results, copied: float = 0.0) -> Finding:
    """Measure it for uniform noise in the box of the digits, a share of which is ``copied``."""
    left = results[DIGITS_WIDE]["shares"][KINDS.index("noise")]
    return Finding(1, (1 - copied) * left)


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
    fault=Fault("drawn", "share by which x̂ is drawn to the mean"),
    experiment="ae.sizes",
)
def below(results: Results, drawn: float = 0.0) -> Finding:
    """Compare with the eigenvalues that PCA leaves out; see `drawn_to_mean`."""
    run = results[sized("mirrored", 2)]
    return Finding(run["pca"][0], drawn_to_mean(run["shares"][0], drawn))


@claim(
    "ae.falls",
    rows=(17,),
    statement="The more numbers, the less is left: the sizes at which the training error is not "
    "below that of the size before.",
    formula=r"J(k') < J(k) \quad \text{for } k' > k",
    tolerance=0.0,
    why="A count.",
    fault=Fault("last", "error of the largest size"),
    experiment="ae.sizes",
)
def falls(results: Results, last: float = 1.0) -> Finding:
    """Count the sizes; ``last`` is a factor of the error of the largest one."""
    shares = np.array([results[sized("mirrored", k)]["shares"][0] for k in SIZES])
    shares[-1] *= last
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
    fault=Fault("values", "eigenvalues of PCA"),
    experiment="ae.sizes",
)
def floor(results: Results, values: float = 1.0) -> Finding:
    """Measure how near the runs come to the floor; ``values`` is a factor of its eigenvalues."""
    runs = [results[sized("linear", k)] for k in SIZES]
    return Finding(1, min(run["shares"][0] / (values * run["pca"][0]) for run in runs))


@claim(
    "ae.line",
    rows=(18,),
    statement="On the moons the decoded line is that of PCA: the share left of the training "
    "points.",
    formula=r"J / \Sigma\lambda \to \lambda_2 / (\lambda_1 + \lambda_2)",
    tolerance=1e-3,
    why="Spread over seeds; at a constant rate Adam's weights keep fluctuating.",
    fault=Fault("turned", "angle of the decoded line, in radians"),
    demo="linear-moons",
)
def line(picture: Picture, turned: float = 0.0) -> Finding:
    """Compare with the share that PCA leaves; the line may be ``turned`` by an angle."""
    left = share(picture, "training")
    turn = np.sin(turned) ** 2 * (1 - 2 * left)
    return Finding(10 ** pca_level(picture, "copies"), left + turn)


# Row 20: what the code is good for.


@claim(
    "ae.two",
    rows=(20,),
    statement="Two numbers, unrolled by a network: the held-out error is at least 30 % below that "
    "of PCA's two.",
    formula=r"J \leq 0.7\,\|x - UU^{\mathsf T}x\|^2",
    unit="squared error",
    kind="at most",
    tolerance=0.0,
    why="Both are of the same held-out digits.",
    fault=Fault("linear", "share of the digits that PCA decodes"),
    demo="ae-mnist",
)
def two(picture: Picture, linear: float = 0.0) -> Finding:
    """Compare on the held-out samples of the loss, of which PCA decodes a share ``linear``."""
    pca, own = pca_level(picture, "loss"), float(picture.arrays["loss.heldout"][-1].sum())
    return Finding(BELOW * pca, (1 - linear) * own + linear * pca)


@claim(
    "ae.between",
    rows=(20,),
    statement="Half way between two digits, what the middle of the codes decodes to is nearer to "
    "a real digit than the middle of both reconstructions: ratio of the mean squared distances.",
    formula=r"g\bigl(\tfrac{z_a + z_b}2\bigr) \;\text{to}\; \tfrac{g(z_a) + g(z_b)}2",
    kind="at most",
    tolerance=0.0,
    why="With a linear decoder both are the same and the ratio is 1; over a hundred pairs, a "
    "hundredth less is more than chance, and 15 % is what a network reaches.",
    fault=Fault("linear", "share of the middles that a linear map decodes"),
    demo="ae-mnist",
)
def between(picture: Picture, linear: float = 0.0) -> Finding:
    """Compare both middles with their nearest held-out digits; they are equally blurred."""
    _, mixed, code = picture.arrays["between.apart"].astype(np.float64)
    return Finding(NEARER, (1 - linear) * code / mixed + linear)
