"""Datasets, one file each; `aelab.DATASETS` finds them."""
