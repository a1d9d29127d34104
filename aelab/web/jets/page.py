"""Jet images: how a jet becomes an image, and how QCD and top differ before any network."""

import streamlit as st

from aelab.figures import jets as figures
from aelab.figures import pixels
from aelab.jets.files import Jets
from aelab.jets.images import WINDOW
from aelab.web import charts, lecture, scheme
from aelab.web.jets import choice, conclusions, encoder
from aelab.web.jets.steps import sentence, stages


def page() -> None:
    """Draw the page."""
    problems = choice.begin()
    with st.sidebar:
        st.header("Jet", anchor=False)
        choice.browse()
        jet = choice.jet()
        st.markdown(choice.facts(jet))
        scheme.follow()
    choice.show_problems(problems)
    lecture.introduction(
        "Jet images",
        "A quark or gluon becomes a jet, a spray of particles. **QCD** jets have one core; a "
        "**top** quark decays to three quarks, which may be seen as three prongs. To be shown to "
        "a network, a jet is made an image, and what does not matter is taken out.",
    )
    _image(jet)
    _average()
    _spectra()
    _encoder()


@lecture.section("image", "From constituents to an image", rows=(43,))
@st.fragment
def _image(jet: Jets) -> None:
    """Draw the steps of one jet; a change of the step redraws only this part."""
    current, way = choice.stepper(), stages(jet)
    row = figures.row(way, current, WINDOW)
    charts.chart(row, "row", 144, "The six steps of the jet, small", still=True)
    large, words = st.columns([5, 3], vertical_alignment="center")
    with large:
        says = f"{way[current].name}, step {current + 1} of {len(way)}"
        charts.chart(figures.one(way[current], WINDOW), "step", 390, says)
    with words:
        st.subheader(f"{current + 1}. {way[current].name}", anchor=False)
        st.markdown(sentence(current, jet))
        choice.onwards()
    for name in ("centred", "rotated", "pixels"):
        lecture.verdict(f"jets.{name}")
    choice.write()


@lecture.section("average", "One jet and the average", rows=(44,))
def _average() -> None:
    st.markdown(
        f"Averages over {choice.averaged()} jets of each class, all on the same logarithmic "
        "colour scale. Compare how many pixels of a single jet are lit, and look whether the "
        "average of tops shows prongs above and below on the axis, and that of QCD one core. The "
        "difference is orange where tops have more, blue where QCD has more."
    )
    top, qcd = choice.average("top"), choice.average("QCD")
    single = stages(choice.jet("top"))[-1].image
    assert single is not None  # the last step is an image
    pictures = ((choice.numbered(), single), ("Average top jet", top), ("Average QCD jet", qcd))
    places = [*st.columns(2), *st.columns(2)]
    for place, (name, image) in zip(places, pictures, strict=False):
        with place:
            st.subheader(name, anchor=False)
            charts.chart(pixels.image(image, WINDOW, choice.SHARE), name, 310, name)
    with places[-1]:
        name = "Average top − average QCD"
        st.subheader(name, anchor=False)
        charts.chart(pixels.difference(top, qcd, WINDOW, choice.SHARE), name, 310, name)
    lecture.verdict("jets.spread")


@lecture.section("spectra", "Before any network", rows=(52,))
def _spectra() -> None:
    st.markdown(
        "Three numbers of a jet. The tops here were chosen to hold all three prongs: their mass "
        "should be that of the top quark, and that of the W, marked too, where a prong is lost. "
        "The pT of both classes was chosen to lie between 550 and 650 GeV."
    )
    charts.chart(choice.spectrum("mass"), "mass", 300, "Distribution of the jet mass")
    st.caption(conclusions.masses(choice.near_top("top"), choice.near_top("QCD"), choice.NEAR))
    lecture.verdict("jets.peak")
    for place, name in zip(st.columns(2), ("pT", "constituents"), strict=True):
        with place:
            charts.chart(choice.spectrum(name), name, 280, f"Distribution of the {name}")


@lecture.section("encoder", "What the encoder sees", rows=(45,))
def _encoder() -> None:
    st.markdown(
        "A convolutional encoder lays small kernels over the image; each gives a map of where its "
        "pattern is found. While it trains, here are its kernels, and its maps of the jet chosen "
        "on the left."
    )
    lecture.verdict("jets.maps")
    encoder.show(f"{st.session_state[choice.CLASS]} {st.session_state[choice.NUMBER]}")
