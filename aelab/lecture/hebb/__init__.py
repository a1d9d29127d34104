"""Chapter "Hebb and Oja"."""
