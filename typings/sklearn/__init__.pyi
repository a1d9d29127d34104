"""What the lab takes of scikit-learn as base classes; the rest of it stays without types."""
