"""Pages served on this machine: the start page of the demo, and the handouts it lists.

`tw_kit.serve.demo` runs it; nothing is imported here, so that commands that serve nothing stay quick.
"""
