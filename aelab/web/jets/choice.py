"""What the page of jet images needs of Streamlit: which jet, which step, and what is computed."""

import re
from typing import Any

import numpy as np
import plotly.graph_objects as go
import streamlit as st
from numpy.typing import NDArray

from aelab.figures import pixels, spectra
from aelab.jets import files, images
from aelab.jets.files import Jets
from aelab.metrics import Estimate
from aelab.theory import estimates
from aelab.views.words import counted
from aelab.web import theme
from aelab.web.jets import steps

KINDS = {"QCD": "qcd", "top": "top"}
CLASS, NUMBER, STEP = "jets.class", "jets.number", "jets.step"
LINKED = {CLASS: "class", NUMBER: "jet", STEP: "step"}  # what the link has of the state
FIRST = {CLASS: "top", NUMBER: 1, STEP: 1}
WHOLE = re.compile(r"\d{1,9}", re.ASCII)
AVERAGED = 20_000  # jets of each class, at most
SHARE = pixels.Scale(-5, -0.5, "share of the pT")
SPECTRA = {
    "mass": spectra.Spectrum("jet mass", "GeV", 0, 300, 5),
    "pT": spectra.Spectrum("jet pT", "GeV", 550, 650, 5),
    "constituents": spectra.Spectrum("number of constituents", "", 0, 160, 4),
}
NEAR = (145, 205)  # GeV, about the mass of the top quark
LINES = {"mass": ((173, "top 173 GeV"), (80, "W 80 GeV"))}


# Computed once.


@st.cache_resource(show_spinner=False)
def sample(kind: str) -> Jets:
    """Return the jets of a class that come with the lab."""
    return files.shipped(KINDS[kind])


@st.cache_data(show_spinner=False)
def average(kind: str) -> NDArray[np.float64]:
    """Return the average (p, p) of the normalised images of a class."""
    jets = sample(kind)
    some = jets.select(np.arange(min(len(jets.jet), AVERAGED)))
    return images.average(some).reshape(images.PIXELS, images.PIXELS)


@st.cache_data(show_spinner=False)
def shares(kind: str) -> dict[str, NDArray[np.float64]]:
    """Return the share of the jets of a class in each bin of each spectrum."""
    jets = sample(kind)
    values: dict[str, NDArray[Any]] = {
        "mass": jets.jet[:, 3],
        "pT": jets.jet[:, 0],
        "constituents": images.multiplicity(jets),
    }
    return {name: SPECTRA[name].shares(v) for name, v in values.items()}


# Which jet, and which step of its way.


def begin() -> list[str]:
    """Read the choice from the link or the last visit; return the problems that were mended."""
    state, query = st.session_state, st.query_params
    if NUMBER in state:
        return []
    before = state.get("jets", {})
    problems = []
    for key, name in LINKED.items():
        asked = before.get(key, query.get(name, FIRST[key]))
        state[key] = _mended(key, asked)
        if str(state[key]) != str(asked):
            problems.append(
                f"{name} = {str(asked)[:20]} is not possible here: {state[key]} taken."
            )
    return problems


def _mended(key: str, asked: Any) -> Any:
    if key == CLASS:
        return asked if asked in KINDS else FIRST[CLASS]
    most = len(steps.NAMES) if key == STEP else _count()
    return min(max(int(asked), 1), most) if WHOLE.fullmatch(str(asked)) else FIRST[key]


def _count() -> int:
    return len(sample(st.session_state[CLASS]).jet)


def go_on(key: str, by: int) -> None:
    """Go to the next jet or step, or back to the one before; from the last to the first."""
    most = len(steps.NAMES) if key == STEP else _count()
    st.session_state[key] = (st.session_state[key] - 1 + by) % most + 1


def to_step(number: int) -> None:
    """Go to a step."""
    st.session_state[STEP] = number


def write() -> None:
    """Keep what is chosen for the next visit, and write it to the link."""
    state = st.session_state
    state["jets"] = {key: state[key] for key in LINKED}
    query = {name: str(state[key]) for key, name in LINKED.items()}
    if dict(st.query_params) != query:
        st.query_params.from_dict(query)


def browse() -> None:
    """Draw the controls that choose a jet."""
    state = st.session_state
    st.segmented_control(
        "Class", list(KINDS), default=state[CLASS], key=CLASS, required=True, width="stretch"
    )
    most = _count()
    state[NUMBER] = min(state[NUMBER], most)
    st.number_input(f"Number, of {counted(most)}", 1, most, state[NUMBER], step=1, key=NUMBER)
    with st.container(horizontal=True):
        for label, by in (("Previous", -1), ("Next", 1)):
            st.button(label, on_click=go_on, args=(NUMBER, by), width="stretch")


def jet(kind: str = "") -> Jets:
    """Return the jet that is looked at, or that of the same number in another class."""
    jets = sample(kind or st.session_state[CLASS])
    number = min(st.session_state[NUMBER], len(jets.jet))
    return jets.select(np.array([number - 1]))


def facts(single: Jets) -> str:
    """Return mass, pT and number of constituents of a jet, in Markdown."""
    pt, _, _, mass = single.jet[0].tolist()
    number = int(images.multiplicity(single)[0])
    return f"Mass **{mass:.1f} GeV**  \npT **{pt:.0f} GeV**  \n**{number}** constituents"


@st.cache_data(show_spinner=False)
def near_top(kind: str) -> Estimate:
    """Return which share of the jets of a class, in %, has a mass near that of the top quark."""
    mass = sample(kind).jet[:, 3]
    low, high = NEAR
    return estimates.share(int(((mass > low) & (mass < high)).sum()), len(mass), 100)


def stepper() -> int:
    """Draw a button for each step, and return which one is looked at, from 0 on."""
    current = int(st.session_state[STEP])
    with st.container(key="jet-steps"):
        places = st.columns(len(steps.NAMES), gap="xxsmall", wrap=False)
        for i, (place, name) in enumerate(zip(places, steps.NAMES, strict=True), 1):
            kind: Any = "primary" if i == current else "secondary"
            with place:
                st.button(name, on_click=to_step, args=(i,), type=kind, width="stretch")
    return current - 1


# Words and figures.


def spectrum(name: str) -> go.Figure:
    """Return the distributions of a quantity for both classes."""
    of = {kind: shares(kind)[name] for kind in KINDS}
    return spectra.spectrum(SPECTRA[name], of, LINES.get(name, ()))


def onwards() -> None:
    """Draw the buttons to the next step and back."""
    with st.container(horizontal=True):
        for label, by, key in (("Back", -1, "b"), ("Next step", 1, "n")):
            st.button(label, on_click=go_on, args=(STEP, by), shortcut=key)


def numbered() -> str:
    """Return the name of the top jet with the current number."""
    number = min(st.session_state[NUMBER], len(sample("top").jet))
    return f"One top jet, number {counted(number)}"


def averaged() -> str:
    """Return in words the number of jets of each class in the average."""
    first, *others = (counted(min(len(sample(kind).jet), AVERAGED)) for kind in KINDS)
    return first if {first} == {first, *others} else " and ".join([first, *others])


def show_problems(problems: list[str]) -> None:
    """Show which values of a link were mended."""
    if problems:
        st.warning(theme.plain(" ".join(problems)))
