"""What jupyter_client asks to start a kernel: one that is forked from the zygote of this server."""

from __future__ import annotations

import os
from typing import Any

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning.local_provisioner import LocalProvisioner

from tw_kit.serve.kernels.nursery import Nursery

NAME = "tw-kit-fork"  # of the entry point

_nursery: Nursery | None = None


def use(nursery: Nursery | None) -> None:
    """Which nursery the provisioners of this process ask: jupyter_client makes them, and passes them nothing."""
    global _nursery
    _nursery = nursery


class ForkProvisioner(LocalProvisioner):
    """Forks a kernel where the local one starts an interpreter; everything else is the local one's."""

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Fork a kernel.

        Parameters
        ----------
        cmd : list of str
            What the local provisioner would run; a fork needs none.
        **kwargs
            `env` and `cwd`, as for `subprocess.Popen`.

        Raises
        ------
        RuntimeError
            If the server has no nursery, or it is closed.
        """
        if _nursery is None or self.parent is None:
            raise RuntimeError("this process has no nursery; see tw_kit.serve.kernels.provisioner.use")
        folder = str(kwargs.get("cwd") or os.getcwd())  # noqa: PTH109  # as a text, for jupyter_client too
        forked = await _nursery.fork(self.parent.connection_file, dict(kwargs.get("env") or os.environ), folder)
        self.process = forked  # type: ignore[assignment]  # it has what is asked of a Popen
        self.pid = self.pgid = forked.pid  # it is the leader of its own group
        self.cwd = folder
        return self.connection_info
