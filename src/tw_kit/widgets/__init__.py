"""The widgets of the notebooks: one front-end module each, and a thin class that carries its messages to `sitting`."""
