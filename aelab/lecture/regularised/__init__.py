"""Chapter "Regularised autoencoders"."""
