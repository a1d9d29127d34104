"""The runs that come with the lab are stored once each."""

import pytest

from aelab.bundled.measured import ANOMALY, CURE, Study


@pytest.mark.parametrize("study", [ANOMALY, CURE], ids=lambda study: study.name)
def test_no_run_is_shipped_twice(study: Study) -> None:
    runs = [str(run.identity) for run in study.read()]
    assert len(runs) == len(set(runs))
