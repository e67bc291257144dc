"""Summary in, handout out: what stands on a page, its looks, and the notebooks that papermill runs."""
