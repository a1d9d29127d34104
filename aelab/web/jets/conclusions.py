"""Conclusions of the page of jet images, from the jets that come with the lab."""

from aelab.lecture.core.comparing import differ, precisely
from aelab.metrics import Estimate


def masses(top: Estimate, qcd: Estimate, near: tuple[float, float]) -> str:
    """Say which class has more jets near the mass of the top quark, from shares in %.

    Args:
        top: share of the jets of top quarks.
        qcd: share of the QCD jets.
        near: ends of the interval of masses, in GeV.

    """
    verdict = {
        1: "the mass alone separates the classes in part",
        0: "by this the two cannot be told apart",
        -1: "QCD jets are found there more often than tops",
    }[differ(top, qcd)]
    return (
        f"Between {near[0]:g} and {near[1]:g} GeV lie {precisely(top)} % of the jets of top "
        f"quarks and {precisely(qcd)} % of the QCD jets: {verdict}."
    )
