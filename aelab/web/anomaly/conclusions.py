"""Conclusions from measured results: each sentence is made from its numbers and their errors."""

from collections.abc import Mapping, Sequence

from aelab.bundled.results import EFFICIENCY, Profile, Result, area, improvement, mean
from aelab.lecture.core.comparing import differ, exactly, precisely, sorted_by, written
from aelab.metrics import Estimate
from aelab.web.tables import value

SEEDS = 5  # that a comparison with a published result takes
GUESS = Estimate(0.5, 0.0)
LEARNT = {"top": "QCD", "QCD": "top"}  # by what is looked for


def against_the_mass(mass: Result, errors: Sequence[Result], names: Sequence[str]) -> list[str]:
    """Say how reconstruction errors compare with the jet mass: over all cuts, and at one cut.

    Args:
        mass: the result of the jet mass as a score.
        errors: results of reconstruction errors on the same jets.
        names: the name of each of them.

    """
    by_area = [differ(area(result), area(mass)) for result in errors]
    best = max(range(len(errors)), key=lambda i: value(errors[i]))
    sentences = [
        f"Over all thresholds: the jet mass alone, without any training, has an AUC of "
        f"{written(area(mass))}. Of {len(errors)} reconstruction errors {by_area.count(1)} are "
        f"clearly better and {by_area.count(-1)} clearly worse; the largest AUC, "
        f"{written(area(errors[best]))}, is that of {names[best]}."
    ]
    reference = improvement(mass)
    gains = [improvement(result) for result in errors]
    measured = [i for i, gain in enumerate(gains) if gain is not None]
    if reference is None or not measured:
        return sentences
    by_cut = [differ(gain, reference) for gain in gains if gain is not None]
    best = max(measured, key=lambda i: (gains[i] or reference).value)
    sentences.append(
        f"Where a search would cut, at ε_S = {EFFICIENCY:g}: the mass keeps one in "
        f"{_rejection(mass)} QCD jets and changes the significance, ε_S/√ε_B, by a factor of "
        f"{written(reference, 2)}. Of the {len(measured)} errors {by_cut.count(1)} are clearly "
        f"better and {by_cut.count(-1)} clearly worse; the largest factor, "
        f"{written(gains[best] or reference, 2)}, is that of {names[best]}, with 1/ε_B = "
        f"{_rejection(errors[best])}."
    )
    return sentences


def _rejection(result: Result) -> str:
    rejected = mean(result.rejection)
    if rejected is None:
        return "–"
    return written(Estimate(rejected, result.rejection_uncertainty or 0.0), 1)


def inverse(top: Result, qcd: Result) -> str:
    """Say how the task with the kinds exchanged compares with guessing."""
    verdict = {
        1: "better than guessing",
        0: "not to be told from guessing",
        -1: "worse than guessing: what was learnt from has the larger error",
    }[differ(area(qcd), GUESS)]
    return (
        f"The inverse task: the autoencoder with k = {qcd.latent} has an AUC of "
        f"{written(area(top))} for top jets among QCD and of {written(area(qcd))} for QCD among "
        f"top jets, {verdict}."
    )


def change(way: str, before: Result, after: Result) -> str:
    """Say how a remap or another error changes the AUC in one direction."""
    words = {1: "up", 0: "no clear change,", -1: "down"}[differ(area(after), area(before))]
    return f"{way} {words} from {written(area(before))} to {written(area(after))}"


def cured(name: str, ways: Mapping[str, Result]) -> str:
    """Say whether a model is better than guessing in every direction, with how many seeds.

    Args:
        name: what the model is called.
        ways: its result in each direction, by the name of the direction.

    """
    words = {1: "above 0.5", 0: "not to be told from 0.5", -1: "below 0.5"}
    signs = {way: differ(area(result), GUESS) for way, result in ways.items()}
    told = "; ".join(
        f"{way} {written(area(result))}, {words[signs[way]]}" for way, result in ways.items()
    )
    seeds = min(len(result.auc) for result in ways.values())
    few = f"with {seeds} of the {SEEDS} seeds that it takes" if seeds < SEEDS else ""
    if set(signs.values()) != {1}:
        verdict = f"The cure was not reproduced here{few and ', '}{few}."
    elif few:
        verdict = f"This is no reproduction yet, {few}."
    else:
        verdict = "The cure is reproduced here."
    return f"{name}: {told}. {verdict}"


def untrained(name: str, ways: Mapping[str, Result], baselines: Mapping[str, Result]) -> str:
    """Say how a model compares with a score that needs no training, in each direction.

    Args:
        name: what the untrained score is called.
        ways: the result of the model in each direction, by the name of the direction.
        baselines: that of the untrained score.

    """
    words = {1: "clearly above", 0: "not clearly different from", -1: "clearly below"}
    told = "; ".join(
        f"{way} {words[differ(area(result), area(baselines[way]))]} "
        f"{written(area(baselines[way]))}"
        for way, result in ways.items()
    )
    return f"Compared with the score “{name}”, which needs no training: {told}."


def remapped(settings: Mapping[str, Sequence[Result]]) -> str:
    """Say how many settings are better than guessing in the worse of all directions.

    Args:
        settings: the results in all directions, by the name of the setting.

    """
    worse = {name: area(min(ways, key=value)) for name, ways in settings.items()}
    names = sorted_by(worse, GUESS)
    words = {1: "above 0.5", 0: "not to be told from it", -1: "below it"}
    counts = ", ".join(f"{len(names[sign])} {words[sign]}" for sign in words if names[sign])
    best = max(worse, key=lambda name: worse[name].value)
    return (
        f"In the worse of both directions, of {len(settings)} settings: {counts}. The largest AUC "
        f"there, {written(worse[best])}, has {best}."
    )


def balance(way: str, data: Estimate, chains: Estimate) -> str:
    """Say whether held-out samples and Markov chains have the same mean energy."""
    verdict = {
        1: "chains find states of an energy that is too low for the density of the data",
        0: "they cannot be told apart, as it has to be of a normalised density",
        -1: "the chains are still far from the data, and the density is not normalised",
    }[differ(data, chains)]
    return (
        f"{way}: held-out jets have a mean energy of {written(data, 1)}, chains of "
        f"{written(chains, 1)}; {verdict}."
    )


def bias(profile: Profile) -> str:
    """Say what a profile of the error against the number of active pixels shows."""
    rows = range(len(profile.names))
    learnt, other = (Estimate(profile.average(i), profile.statistical(i)) for i in rows)
    trends = " and ".join(f"{_trend(profile.trend(i))} for {profile.names[i]}" for i in rows)
    verdict = {
        1: f"the unknown kind has {other.value / learnt.value:.1f} times the error",
        0: "the two cannot be told apart by it",
        -1: "what was learnt is reconstructed worse than what was not: the error tells how "
        "complex a jet is, not whether it is known",
    }[differ(other, learnt)]
    return (
        f"Learnt from {LEARNT[profile.task]}, one run, with the statistical error: the mean error "
        f"is {precisely(learnt)} for {profile.names[0]} and {precisely(other)} for "
        f"{profile.names[1]}; with the number of active pixels it {trends}; {verdict}."
    )


def _trend(correlation: Estimate) -> str:
    return {1: "rises", 0: "has no clear trend", -1: "falls"}[differ(correlation, exactly(0))]


def contaminated(least: Result, most: Result) -> str:
    """Say what anomalies in the training sample do to the AUC."""
    verdict = {1: "The AUC falls", 0: "The AUC shows no clear change,", -1: "The AUC rises"}[
        differ(area(least), area(most))
    ]
    return (
        f"{verdict} from {written(area(least))} at {least.contamination:.0%} of top jets to "
        f"{written(area(most))} at {most.contamination:.0%}."
    )


def worst_digit(results: Sequence[Result]) -> str:
    """Say which digit is found worst when it is left out, and whether that is below guessing."""
    worst = min(results, key=value)
    verdict = {
        1: "above guessing",
        0: "not to be told from guessing",
        -1: "below guessing: it is reconstructed better than the digits that were learnt",
    }[differ(area(worst), GUESS)]
    return (
        f"The digit {worst.task} is found worst by the autoencoder, with an AUC of "
        f"{written(area(worst))}, {verdict}."
    )


def segmentation(network: str, dice: Estimate, baseline: Estimate) -> str:
    """Say how the best network compares with the residual of the mean image."""
    verdict = {1: "more than", 0: "not clearly different from", -1: "less than"}
    return (
        f"The best network, the {network}, has a Dice of {written(dice, 2)}, "
        f"{verdict[differ(dice, baseline)]} the {written(baseline, 2)} of the residual of the "
        f"mean image. A Dice at the best threshold of the "
        "test slices themselves would be optimistic."
    )
