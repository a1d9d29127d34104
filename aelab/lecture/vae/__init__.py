"""Chapter "Variational autoencoder"."""
