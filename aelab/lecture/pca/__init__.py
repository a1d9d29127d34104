"""Chapter "PCA"."""
