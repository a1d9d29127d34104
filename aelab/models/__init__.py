"""Models, one file each; `aelab.MODELS` finds them."""
