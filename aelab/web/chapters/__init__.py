"""The pages of the lecture: what each needs of state and of caching, a file per chapter."""

LECTURE = {  # title of each page by its name, in the order of the lecture
    "pca": "PCA",
    "hebb": "Hebb and Oja",
    "autoencoders": "Autoencoders",
    "regularised": "Regularised autoencoders",
    "latent": "Latent variable models",
    "vae": "Variational autoencoder",
    "jets": "Jet images",
    "anomaly": "Anomaly detection",
    "answers": "Your answers",
}
BRIEF = LECTURE | {  # the same as the navigation names them, side by side
    "regularised": "Regularised",
    "latent": "Latent variables",
    "vae": "VAE",
    "anomaly": "Anomalies",
}
