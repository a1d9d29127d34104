"""The figures, against what they are said to show; colours against those of the style sheets."""

import itertools
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

import aelab
from aelab.figures import colours, jets, look, pixels, search, spectra
from aelab.figures.drawn import Drawn
from aelab.figures.pixels import Scale

WEB = Path(aelab.__file__).parent / "web"
RNG = np.random.default_rng(5)
SCALE = Scale(-4, -1, "share of the pT")


def image(p: int = 8) -> NDArray[Any]:
    made = RNG.exponential(size=(p, p)) * (RNG.uniform(size=(p, p)) < 0.5)
    return made / made.sum()


def stage(n: int = 20) -> jets.Stage:
    pt = np.sort(RNG.exponential(30, n))
    x, y = RNG.normal(scale=0.2, size=(2, n))
    return jets.Stage("Rotated", (pixels.X, pixels.Y), Scale(-1, 2.5, "pT in GeV"), pt, x, y)


def pictured(p: int = 8) -> jets.Stage:
    return jets.Stage("Pixels", (pixels.X, pixels.Y), SCALE, image=image(p))


def way() -> list[jets.Stage]:
    return [*(stage() for _ in range(4)), pictured(), pictured()]


def every_figure() -> Iterator[Drawn]:
    shares = {"QCD": np.ones(4) / 4, "top": np.arange(4) / 6}
    yield jets.row(way(), 2, 0.8)
    yield jets.one(stage(), 0.8)
    yield jets.one(pictured(), 0.8)
    yield pixels.image(image(), 0.8, SCALE)
    yield pixels.difference(image(), image(), 0.8, SCALE)
    mass = spectra.Spectrum("jet mass", "GeV", 0, 200, 50)
    yield spectra.spectrum(mass, shares, [(80, "W 80 GeV")])
    edges, counts = np.arange(100.0, 125, 5), np.array([9.0, 4, 4, 1])
    yield search.spectrum(edges, counts, counts + 0.5, (105, 115))
    yield search.significances({"without top jets": RNG.normal(size=50)})


# Colours.


FROM_LINEAR = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
TO_LAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)


def lab(rgb: tuple[float, float, float] | list[int]) -> NDArray[Any]:
    """OKLab of r, g, b from 0 to 255 (Ottosson 2020, the way back)."""
    srgb = np.asarray(rgb) / 255
    linear = np.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4)
    return TO_LAB @ np.cbrt(FROM_LINEAR @ linear)


def lightness(colour: str) -> float:
    return lab([int(colour[i : i + 2], 16) for i in (1, 3, 5)])[0]


@pytest.mark.parametrize(
    "given", [(0.5, 0, 0), (0.6, 0.05, -0.08), (0.7, -0.07, 0.06), (0.02, 0, 0)]
)
def test_a_colour_in_oklab_comes_back_from_srgb(given: tuple[float, float, float]) -> None:
    np.testing.assert_allclose(lab(colours.oklab(*given)), given, atol=1e-6)


def test_the_sequential_map_has_even_steps_of_lightness() -> None:
    places, shades = zip(*colours.sequential(), strict=True)
    steps = np.diff([lightness(shade) for shade in shades])
    np.testing.assert_allclose(steps, 0.63 / (len(shades) - 1), atol=0.004)
    assert lightness(shades[0]) == pytest.approx(0.27, abs=0.005)
    np.testing.assert_allclose(np.diff(places), 1 / (len(places) - 1))


def test_classes_have_the_colours_of_the_live_pictures() -> None:
    live = (WEB / "js" / "kit" / "palette.js").read_text()
    assert tuple(re.findall(r"#[0-9a-f]{6}", live[: live.index("];")])) == colours.CLASSES


@pytest.mark.parametrize("dark", [False, True])
def test_the_palette_is_that_of_the_style_sheets(dark: bool) -> None:
    sheet = (WEB / "js" / "kit" / "tokens.css").read_text()
    start = sheet.index(':scope[data-theme="dark"] {') if dark else sheet.index(":scope {")
    rules = dict(re.findall(r"--(\w+): (#[0-9a-f]{6});", sheet[start : sheet.index("}", start)]))
    given = vars(colours.palette(dark))
    for name in ("card", "soft", "line", "axis", "blue", "warm"):
        assert given[name] == rules[name], name
    page = re.findall(r"--ael-(\w+): light-dark\((\S+), (\S+)\)", (WEB / "theme.css").read_text())
    for name, *both in page:
        if name in given:
            assert given[name] == both[dark], name


def test_a_mixed_colour_lies_on_the_line_between_two() -> None:
    assert colours.mixed("#000000", "#ff8040", 0.5) == "#804020"
    assert colours.mixed("#102030", "#ffffff", 0) == "#102030"


# Tokens.


@pytest.mark.parametrize("shown", [colours.LIGHT, colours.DARK])
def test_each_token_becomes_its_colour_of_the_theme_and_other_words_stay(shown: Any) -> None:
    for name, colour in vars(shown).items():
        token = getattr(colours.TOKENS, name)
        assert colours.resolved(f'"{token}, {token}"', shown) == f'"{colour}, {colour}"'
        assert colours.resolved(colours.faint(name, "88"), shown) == f"{colour}88"
    for index in range(2 * len(colours.CLASSES)):
        ink = colours.mixed(colours.CLASSES[index % len(colours.CLASSES)], shown.ink, 0.3)
        assert colours.resolved(colours.class_ink(index), shown) == ink
    others = "var(--else) ink --ink var(--ink"
    assert colours.resolved(others, shown) == others


@pytest.mark.parametrize("shown", [colours.LIGHT, colours.DARK])
def test_no_token_is_left_in_a_figure_that_is_shown(shown: Any) -> None:
    for text in [look.template(), *(figure.to_json() for figure in every_figure())]:
        assert "var(" not in colours.resolved(text, shown)


def test_a_figure_that_is_kept_is_shown_in_the_colours_of_either_theme() -> None:
    for _ in range(2):  # drawn, and as it was kept
        texts = [
            colours.resolved(jets.one(stage(), 0.8).to_json(), shown)
            for shown in (colours.LIGHT, colours.DARK)
        ]
        assert colours.LIGHT.axis in texts[0] and colours.DARK.axis in texts[1]
        assert colours.DARK.axis not in texts[0] and colours.LIGHT.axis not in texts[1]


# All figures.


@pytest.mark.parametrize("dark", [False, True])
def test_letters_have_14_pixels_or_more_and_the_ground_is_that_of_the_page(dark: bool) -> None:
    shown = colours.palette(dark)
    template = json.loads(colours.resolved(look.template(), shown))["layout"]
    assert template["paper_bgcolor"] == look.CLEAR
    assert template["font"]["color"] == shown.ink
    for figure in every_figure():
        layout = json.loads(colours.resolved(figure.to_json(), shown))["layout"]
        assert "template" not in layout  # it is given one when it is shown
        sizes = re.findall(r'"size":\s*([\d.]+)', json.dumps([template, layout]))
        assert min(map(float, sizes)) >= 14


def test_letters_for_a_hall_are_larger() -> None:
    small, large = (json.loads(look.template(size)) for size in (look.SIZE, look.LARGE))
    assert small["layout"]["font"]["size"] < large["layout"]["font"]["size"] == look.LARGE


def test_every_axis_that_is_numbered_is_named() -> None:
    for figure in every_figure():
        axes = [*figure.select_xaxes(), *figure.select_yaxes()]
        for axis in axes:
            assert axis.title.text or axis.showticklabels is False


# Images.


def test_the_first_row_of_an_image_is_on_top_and_its_first_column_on_the_left() -> None:
    made = np.zeros((4, 4))
    made[0, 0] = 0.5
    heat = pixels.image(made, 0.8, SCALE).data[0]
    row, column = np.unravel_index(np.argmax(heat.z), heat.z.shape)
    assert heat.y[row] == pytest.approx(0.6) and heat.x[column] == pytest.approx(-0.6)
    np.testing.assert_allclose(np.sort(heat.y), [-0.6, -0.2, 0.2, 0.6])


def test_colours_follow_the_logarithm_and_nothing_has_the_lowest() -> None:
    made = np.array([[0, 1e-9], [1e-3, 0.1]])
    figure = pixels.image(made, 0.8, SCALE)
    heat = figure.data[0]
    np.testing.assert_allclose(heat.z, [[-4, -4], [-3, -1]], rtol=1e-6)
    np.testing.assert_allclose(heat.customdata, made, rtol=1e-6)
    assert (heat.zmin, heat.zmax) == (-4, -1)
    assert figure.layout.plot_bgcolor == heat.colorscale[0][1] == colours.lowest()


def test_decades_of_the_colour_bar_are_written_as_people_read_them() -> None:
    assert [pixels.decade(n) for n in (-5, -2, -1, 0, 2, 3)] == [
        "10⁻⁵",
        "10⁻²",
        "0.1",
        "1",
        "100",
        "10³",
    ]
    bar = pixels.image(image(), 0.8, Scale(-3.5, 0.2, "GeV")).data[0].colorbar
    assert bar.tickvals == (-3, -2, -1, 0) and bar.ticktext == ("10⁻³", "10⁻²", "0.1", "1")
    assert bar.title.text == "GeV"


def test_a_difference_is_signed_and_grows_by_decades_from_the_lower_end() -> None:
    gap = np.array([[0.1, -0.1], [1e-3, -1e-9]])
    heat = pixels.difference(gap, np.zeros((2, 2)), 0.8, SCALE).data[0]
    np.testing.assert_allclose(heat.z, [[3, -3], [1, 0]], atol=1e-6)
    assert (heat.zmin, heat.zmax) == (-3, 3)
    assert [c for _, c in heat.colorscale] == [
        colours.TOKENS.blue,
        colours.TOKENS.card,
        colours.TOKENS.warm,
    ]
    bar = heat.colorbar
    assert bar.tickvals == (-3, -2, -1, 0, 1, 2, 3)
    assert bar.ticktext == ("−0.1", "−10⁻²", "−10⁻³", "0", "10⁻³", "10⁻²", "0.1")


def test_a_difference_of_two_images_changes_its_sign_with_their_order() -> None:
    first, other = image(), image()
    heats = [
        pixels.difference(*pair, 0.8, SCALE).data[0].z for pair in ((first, other), (other, first))
    ]
    np.testing.assert_allclose(heats[0], -heats[1])


@pytest.mark.parametrize("drawn", [stage(), pictured()], ids=["discs", "pixels"])
def test_both_axes_have_the_same_range_and_scale(drawn: jets.Stage) -> None:
    layout = jets.one(drawn, 0.8).layout
    assert layout.xaxis.range == layout.yaxis.range == (-0.8, 0.8)
    assert layout.yaxis.scaleanchor == "x" and layout.yaxis.constrain == "domain"


# One jet.


def test_the_area_of_a_disc_is_in_proportion_to_pt() -> None:
    pt = np.array([4.0, 40.0, 400.0])
    areas = np.pi / 4 * jets.diameters(pt).astype(float) ** 2
    np.testing.assert_allclose(areas, jets.AREA * pt, rtol=1e-5)
    assert jets.diameters(np.array([1e-4]))[0] == jets.FINEST


def test_discs_stand_at_the_constituents_with_soft_ones_on_top() -> None:
    made = stage()
    assert made.x is not None and made.y is not None and made.pt is not None
    discs = jets.one(made, 0.8).data[0]
    assert (np.diff(discs.customdata) <= 0).all()
    order = np.argsort(-made.pt)
    np.testing.assert_allclose(discs.x, made.x[order], rtol=1e-6)
    np.testing.assert_allclose(discs.y, made.y[order], rtol=1e-6)
    np.testing.assert_allclose(10**discs.marker.color, np.maximum(made.pt[order], 0.1), rtol=1e-5)


@pytest.mark.parametrize("current", range(6))
def test_the_row_has_all_steps_and_frames_the_current_one(current: int) -> None:
    figure = jets.row(way(), current, 0.8)
    assert [t.type for t in figure.data] == ["scatter"] * 4 + ["heatmap"] * 2
    axes = [figure.layout[f"xaxis{i}"] for i in range(1, 7)]
    framed = [axis.linecolor == colours.TOKENS.accent for axis in axes]
    assert framed == [i == current for i in range(6)]
    domains = [axis.domain for axis in axes]
    assert all(a[1] < b[0] for a, b in itertools.pairwise(domains))
    assert domains[0][0] == 0 and domains[-1][1] == pytest.approx(1)
    assert not any(t.showscale for t in figure.data[4:])
    assert not any(t.marker.showscale for t in figure.data[:4])


# Spectra.


MASS = spectra.Spectrum("jet mass", "GeV", 0, 300, 5)


def test_shares_are_counts_over_all_values_and_what_lies_outside_is_in_no_bin() -> None:
    values = np.array([0, 4.9, 5.0, 172.9, 299, 301, -1, 1000])
    shares = MASS.shares(values)
    assert len(shares) == 60 and shares.sum() == pytest.approx(5 / 8)
    assert shares[0] == pytest.approx(2 / 8) and shares[1] == shares[34] == shares[59] == 1 / 8
    assert MASS.shares(np.zeros(0)).sum() == 0


def test_steps_reach_from_the_first_edge_to_the_last() -> None:
    shares = {"QCD": RNG.dirichlet(np.ones(60)), "top": RNG.dirichlet(np.ones(60))}
    figure = spectra.spectrum(MASS, shares)
    for line, share in zip(figure.data, shares.values(), strict=True):
        assert line.line.shape == "hv"
        np.testing.assert_allclose(line.x, np.arange(0, 301, 5))
        np.testing.assert_allclose(line.y[:-1], 100 * share, rtol=1e-5)
        assert line.y[-1] == line.y[-2]
    assert figure.layout.xaxis.title.text == "jet mass (GeV)"
    assert figure.layout.yaxis.title.text == "share of jets per 5 GeV"


def test_known_values_have_lines_and_classes_stand_where_they_differ_most() -> None:
    shares = {"QCD": np.zeros(60), "top": np.zeros(60)}
    shares["QCD"][[14, 20]], shares["top"][[20, 34]] = (0.2, 0.3), (0.3, 0.1)
    figure = spectra.spectrum(MASS, shares, [(173, "top 173 GeV"), (80, "W 80 GeV")])
    assert [shape.x0 for shape in figure.layout.shapes] == [173, 80]
    written = {a.text: a.x for a in figure.layout.annotations}
    assert written == {
        "top 173 GeV": 173,
        "W 80 GeV": 80,
        "<b>QCD</b>": 72.5,
        "<b>top</b>": 172.5,
    }


def test_a_number_without_a_unit_is_named_without_brackets() -> None:
    number = spectra.Spectrum("number of constituents", "", 0, 8, 4)
    figure = spectra.spectrum(number, {"QCD": np.array([0.5, 0.5])})
    assert figure.layout.xaxis.title.text == "number of constituents"
    assert figure.layout.yaxis.title.text == "share of jets per 4"
