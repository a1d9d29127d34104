"""The sidebar in a real browser: presets folded away, datasets by their pictures."""

import re
from typing import Any
from urllib.parse import parse_qs, urlparse

import pytest

from aelab.presets import PRESETS, firsts
from tests.e2e.conftest import Visit
from tooling.lab import Lab, wait

pytestmark = pytest.mark.e2e

MOONS = "?dataset=Two+moons&model=Oja&latent=1"
WIDGETS = re.compile(r"/(Radio|Slider|NumberInput|TextInput|Selectbox|ButtonGroup)[.]")
CHANGED = ("seed", "run")
OTHERS = [preset for preset in PRESETS if preset not in firsts(PRESETS)]


def test_a_preset_that_is_folded_away_is_chosen_and_folded_away_again(visit: Visit) -> None:
    page = visit(MOONS)
    lab = Lab(page)
    run = wait(lambda: lab.get("run"), "a run")
    page.get_by_text("More presets").click()
    shown = page.get_by_test_id("stPopoverBody")
    shown.get_by_role("button", name=OTHERS[-1].name, exact=True).click()
    wait(lambda: lab.get("run") not in ("", run), "another run")
    wait(lambda: not shown.count(), "nothing over the picture")
    wait(lambda: OTHERS[-1].look_for in page.inner_text("body"), "what to look for")


@pytest.mark.parametrize("width", [1280, 1024])
def test_a_dataset_is_named_where_it_is_pointed_at_and_chosen_with_a_click(
    visit: Visit, width: int
) -> None:
    page = visit(MOONS, width=width)
    lab = Lab(page)
    card = page.locator(".st-key-datasets [data-testid=stRadioOption]", has_text="MNIST")
    name = card.locator("p")
    assert name.evaluate("e => getComputedStyle(e).opacity") == "0"
    card.hover()
    wait(lambda: name.evaluate("e => getComputedStyle(e).opacity") == "1", "the name")
    before = page.locator(".st-key-datasets").bounding_box()
    card.click()
    wait(lambda: parse_qs(urlparse(lab.url).query)["dataset"] == ["mnist"], "the dataset")
    assert page.get_by_role("radio", name="MNIST").is_checked()
    assert page.locator(".st-key-datasets").bounding_box() == before


@pytest.mark.parametrize("width", [1280, 1024])
@pytest.mark.parametrize("model", ["Oja", "Sparse autoencoder", "Contractive autoencoder"])
def test_no_formula_and_no_card_is_cut_off(visit: Visit, width: int, model: str) -> None:
    page = visit(f"?dataset=Two+moons&model={model.replace(' ', '+')}", width=width)
    page.wait_for_selector(".st-key-formula .katex, .st-key-rule .katex")
    cut = page.evaluate(
        """() => {
            const right = e => e.getBoundingClientRect().right;
            const side = document.querySelector('[data-testid=stSidebarUserContent]');
            const edge = right(side) - parseFloat(getComputedStyle(side).paddingRight);
            return [...side.querySelectorAll('.katex, button p, label p')]
                .filter(e => e.offsetParent && right(e) > edge + 1).map(e => e.textContent);
        }"""
    )
    assert cut == []


def test_widgets_that_come_late_show_what_was_chosen(visit: Visit, lab: str) -> None:
    page, held = visit("answers"), []
    page.route(WIDGETS, lambda route: held.append(route))
    page.goto(f"{lab}/?dataset=MNIST&model=Autoencoder&latent=3&data.points=2000")
    picture = Lab(page)
    before = wait(lambda: (s := settings(picture)).get("run") and s, "a run")
    another_seed(picture)
    assert held
    for route in held:
        route.continue_()
    page.get_by_role("radio", name="MNIST").wait_for(state="attached")
    assert page.get_by_role("radio", name="Autoencoder", exact=True).is_checked()
    after = another_seed(picture)
    assert {**after, **dict.fromkeys(CHANGED)} == {**before, **dict.fromkeys(CHANGED)}


def settings(picture: Any) -> Any:
    return {name: values[0] for name, values in parse_qs(urlparse(picture.url).query).items()}


def another_seed(picture: Any) -> Any:
    """Draw another seed and return the settings with it."""
    before = settings(picture).get("seed")
    picture.click("New seed")
    return wait(lambda: (s := settings(picture)).get("seed") != before and s, "another seed")
