"""Kernels that start at once: forked from one process that has imported everything already.

`zygote` is that process, `nursery` the link to it, `provisioner` what jupyter_client asks for a kernel. Where there is
no fork (Windows, macOS), jupyter_client's own provisioner starts kernels as anywhere else.
"""
