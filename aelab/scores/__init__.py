"""Anomaly scores, one file each; `aelab.SCORES` finds them."""
