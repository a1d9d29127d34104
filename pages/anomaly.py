"""Anomaly detection: learn what is normal, and see what else is found by its score."""

from aelab.web.anomaly.page import page

page()
