"""Chapter "Latent variable models"."""
