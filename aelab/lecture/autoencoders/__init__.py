"""Chapter "Autoencoders"."""
