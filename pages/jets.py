"""Jet images: how a jet becomes an image, and how QCD and top differ before any network."""

from aelab.web.jets.page import page

page()
